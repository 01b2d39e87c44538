"""Models without persons: a page is a set of facts, and rows are functions of the facts of a day."""
from engine import EMPTY, EPOCH, Model, fold, raise_marks, read_epoch

# Some return to what they were as facts come (A, B, A), some are empty again in the end.
ROWS = {
    'set': lambda facts: tuple(sorted(facts)) or EMPTY,
    'parity': lambda facts: len(facts) % 2,
    'two': lambda facts: int(len(facts) == 2),
    'some': lambda facts: int(len(facts) > 0),
}


def rows_of(names, partials):
    facts = [fact for parts in partials.values() for _, (_, figures) in parts for fact in figures]
    return {name: ROWS[name](facts) for name in names}


def difference(store, day, rows):
    for name, truth in rows.items():
        row = store.value(('row', day, name)) or EMPTY
        if row != truth:
            return f'row {name} of day {day} is {row}, facts say {truth}'


class Figures(Model):
    """deliveries: (fact, day, bucket); instances: the deliveries of each, in its order. The last instance has all
    deliveries and lives; with `once` all live, and nobody's repeat hides an omission."""
    row_names = ('set',)
    once = False
    refused = False     # the answer of the first raise is lost, and the delivery comes again

    def processes(self):
        last = len(self.instances) - 1
        return [(f'I{n}', self.classify(ids), n < last and not self.once) for n, ids in enumerate(self.instances)
                ] + self.run_processes()

    def classify(self, ids):
        off, memory, refused = self.off, {}, self.refused
        for i in ids:
            fact, day, bucket = self.deliveries[i]
            place, epoch = (day, bucket, 'all'), None
            if 'B3 epoch after the facts' in off:
                epoch = yield from read_epoch()
            if 'B1 marks after the facts' in off:
                yield from raise_marks(self, [place], memory, epoch)
            if 'B1 repeats mark too' in off and fact in ((yield ('get', ('page', day, bucket)))[1] or ()):
                continue
            yield ('add', ('page', day, bucket), fact)
            if refused:
                refused = False
                if 'B3 remember a mark after its answer' in off:
                    memory[place] = yield from read_epoch()
            elif 'B1 marks after the facts' not in off:
                yield from raise_marks(self, [place], memory, epoch)

    def count(self, place, kinds, parts, epoch):
        return {'all': tuple(sorted((yield ('get', ('page', *place)))[1] or ()))}

    def rows(self, day, partials):
        return rows_of(self.row_names, partials)

    def check(self, store):
        for day in sorted({day for _, day, _ in self.deliveries}):
            facts = {fact for fact, on, _ in self.deliveries if on == day}
            wrong = difference(store, day, {name: ROWS[name](facts) for name in self.row_names})
            if wrong:
                return wrong


class Folds(Model):
    """The fold alone: a writer whose marks and partials follow each other, and folds at any time."""
    row_names = ('parity',)
    folds = 2
    facts = 2

    def processes(self):
        return [('writer', self.write(), False)] + [(f'F{n}', fold(self, 1), True) for n in range(self.folds)]

    def write(self):
        for n in range(1, self.facts + 1):
            yield ('raise_', ('mark', 1, 0, 'all'), (yield from read_epoch()))
            yield ('put', ('partial', 1, 0), (('all', ((yield ('bump', EPOCH)), tuple(range(n)))),))

    def rows(self, day, partials):
        return rows_of(self.row_names, partials)

    def check(self, store):
        return difference(store, 1, {name: ROWS[name](range(self.facts)) for name in self.row_names})


class Buckets(Figures):
    """B9: the number of buckets of a day is in an item, put by whoever comes first; the two would choose differently."""
    deliveries = [(5, 1, None), (6, 1, None)]

    def processes(self):
        return [('I0', self.classify(2), True), ('I1', self.classify(8), False)] + self.run_processes()

    def classify(self, choice):
        for fact, day, _ in self.deliveries:
            number = (yield ('get', ('day', day)))[1]
            if number is None:
                yield ('cas', ('day', day), 0, choice)
                number = choice if 'B9 use the number that is there' in self.off else (yield ('get', ('day', day)))[1]
            yield ('add', ('page', day, fact % number), fact)
            yield from raise_marks(self, [(day, fact % number, 'all')], {})


class Versions(Figures):
    """B11: facts carry tags of a plan version; a backfill asks for version 2 and tags what is there."""
    deliveries = [('f1', 1, 0), ('f2', 1, 0)]

    def processes(self):
        return [('I0', self.classify(), True), ('I1', self.classify(), False), ('B', self.backfill(), False)
                ] + self.run_processes()

    def tag(self, fact, version):
        while True:
            revision, page = yield ('get', ('page', 1, 0))
            tags = dict(page or ())
            if fact in tags and (tags[fact] == version or tags[fact] > version and 'B11 the higher version wins' not in self.off):
                return
            tags[fact] = version
            if (yield ('cas', ('page', 1, 0), revision, frozenset(tags.items()))):
                return

    def classify(self):
        version = (yield ('get', ('rule',)))[1] or 1
        for fact, _, _ in self.deliveries:
            yield from self.tag(fact, version)
            now = (yield ('get', ('rule',)))[1] or 1
            if now != version and 'B11 read the version again' not in self.off:
                version = now
                yield from self.tag(fact, version)
            yield from raise_marks(self, [(1, 0, 'all')], {})

    def backfill(self):
        yield ('put', ('rule',), 2)
        for fact, _ in sorted((yield ('get', ('page', 1, 0)))[1] or ()):
            yield from self.tag(fact, 2)
        yield from raise_marks(self, [(1, 0, 'all')], {})

    def check(self, store):
        return difference(store, 1, {'set': (('f1', 2), ('f2', 2))})
