"""What all models share: the epoch, marks, a run of one wave, partials, the fold.

Keys: (mark, day, bucket, kind) is an epoch; (partial, day, bucket) has a part for each kind, (epoch, figures);
(row, day, name); (head, day) is True while a fold of the day is unfinished.

`off` holds the rules that a check has removed (removed.py).
"""
EPOCH = ('epoch',)
EMPTY = 0       # an absent row counts as one with this figure


class Model:
    preset = {}
    kinds = ('all',)    # of marks, and of the parts of a partial
    runs = 1
    kills = 1

    def __init__(self, off=(), **settings):
        self.off = frozenset(off)
        vars(self).update(settings)

    def last(self):
        return run(self)

    def run_processes(self):
        return [(f'R{n}', run(self), True) for n in range(self.runs)]


def read_epoch():
    return (yield ('get', EPOCH))[1] or 0


def raise_marks(model, places, memory, epoch=None):
    """Raises each (day, bucket, kind) to the epoch as it is now; memory: what this process has raised so far."""
    off = model.off
    if epoch is None:
        epoch = yield from read_epoch()
    for place in sorted(places):
        if memory.get(place) == epoch:
            continue
        yield ('overwrite' if 'B3 raise only over a lower one' in off else 'raise_', ('mark', *place), epoch)
        memory[place] = epoch


def run(model):
    """Counts what is marked, each place in a task of its own, then folds each day that has a mark."""
    off = model.off
    epoch = yield ('bump', EPOCH)
    marks = yield ('query', ('mark',))
    todo, partials = {}, {}
    for (_, day, bucket, kind), revision, mark in marks:
        if (day, bucket) not in partials:
            partials[day, bucket] = (yield ('get', ('partial', day, bucket)))[1]
        if 'B6 clear only when a row stands' in off or not covers(partials[day, bucket], kind, mark):
            todo.setdefault((day, bucket), {})[kind] = revision, mark
    if todo:
        yield ('join', (yield ('spawn', tuple(
            ('T%d.%d' % place, count(model, place, marked, epoch)) for place, marked in sorted(todo.items())))))
    for day in sorted({key[1] for key, _, _ in marks}):
        yield from fold(model, day)


def covers(partial, kind, mark):
    return partial is not None and mark < dict(partial).get(kind, (0,))[0]


def count(model, place, marked, epoch):
    """A task: B7 reads the partial's revision before the data, and always puts it."""
    key, off = ('partial', *place), model.off
    before = yield ('get', key)
    counted = yield from model.count(place, set(marked), dict(before[1] or ()), epoch)
    if 'B5 name the epoch of before the data' in off:
        epoch = yield from read_epoch()
    if 'B7 revision before the data' in off:
        before = yield ('get', key)
    parts = dict(before[1] or ())
    same = all(kind in parts and parts[kind][1] == figures for kind, figures in counted.items())
    for kind, figures in counted.items():
        parts[kind] = (max(epoch, parts.get(kind, (0,))[0]), figures)
    done = 'B7 always put the partial' in off and same
    done = done or (yield ('cas', key, before[0], tuple(sorted(parts.items()))))
    for kind, (revision, mark) in marked.items():
        if done and ('B6 clear only when a row stands' in off and mark < epoch or 'B6 clear only below the epoch' in off):
            yield ('delete', ('mark', *place, kind), revision)


def read_day(model, day):
    marks = yield ('query', ('mark', day))
    partials = {key[2]: value for key, _, value in (yield ('query', ('partial', day)))}
    return marks, partials, model.rows(day, partials)


def clear(marks, partials):
    for key, revision, mark in marks:
        if covers(partials.get(key[2]), key[3], mark):
            yield ('delete', key, revision)


def read_rows(model, day):
    rows = {}
    for name in model.row_names:
        rows[name] = yield ('get', ('row', day, name))
    return rows


def fold(model, day):
    """Puts only rows that differ. A claim of the head over a fold that has not finished puts all rows, so that each put
    that the other still tries fails: its revisions were read before its claim."""
    off, head = model.off, ('head', day)
    if 'H1 head before the rows' in off:
        before = yield from read_rows(model, day)
    revision, unfinished = yield ('get', head)
    if not off & {'H1 head before the rows', 'H2 rows before the claim'}:
        before = yield from read_rows(model, day)
    if 'H3 claim by compare-and-set' in off:
        yield ('put', head, True)
        revision = (yield ('get', head))[0] - 1
    elif not (yield ('cas', head, revision, True)):
        return
    if 'H2 rows before the claim' in off:
        before = yield from read_rows(model, day)
    marks, partials, rows = yield from read_day(model, day)
    for name, figures in rows.items():
        row, old = before[name]
        spared = 'H4 put equal rows too' in off if row else 'H5 put absent rows too' in off
        if (old or EMPTY) == figures and (not unfinished or spared):
            continue
        if not (yield ('cas', ('row', day, name), row, figures)) and 'H6 stop at a failed put' not in off:
            return
    if 'H7 finish before clearing' in off:
        yield from clear(marks, partials)
    if not (yield ('cas', head, revision + 1, False)) and 'H8 stop at a failed finish' not in off:
        return
    if 'H7 finish before clearing' not in off:
        yield from clear(marks, partials)
