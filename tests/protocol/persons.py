"""The classifier and the run over persons: devices and their users, duplicates, orders, claims.

Facts are sets that only grow, but for erasure:
  (page, day, bucket, visitor)   events, without home and day; and (look, id) where the claims of an id have two homes
  (index, visitor)               (day, d), (order, o), (claim, id), (device, d) of a user, (pair, user, day) of a device
  (order, o)                     (visitor, day): a pointer only
  (id, x)                        (visitor, day, received) of each copy that claims
  (sign, day, bucket, visitor)   there the visitor is not counted from its page alone; put if absent
Not authoritative: (journey, visitor), what a task resolved, named by its epoch; good while (touched, visitor) is lower.
"""
from engine import EMPTY, Model, raise_marks, read_epoch
from resolution import BUCKET, NOTHING, Facts, is_device, page_key, row_of, tagged, truth


class Closure:
    """Everybody whose figures may depend on what was touched; each place has the kinds of mark that it needs."""

    def __init__(self, kinds):
        self.kinds, self.days, self.users, self.places, self.signs = kinds, {}, {}, {}, set()
        self.visitors, self.orders = set(), set()       # from which it is still to be read

    def mark(self, place, kind=None):
        self.places.setdefault(place, set()).update(self.kinds if kind is None or len(self.kinds) == 1 else (kind,))

    def sign(self, day, bucket, visitor):
        self.mark((day, bucket), 'signed')
        self.signs.add(('sign', day, bucket, visitor))

    def spread(self):
        """Whoever has more than one place or an edge is signed there; a device also in the buckets of its users."""
        joined = {user for users in self.users.values() for user in users}
        for visitor, days in self.days.items():
            for day in days:
                if len(days) > 1 or visitor in joined or self.users.get(visitor):
                    self.sign(day, BUCKET[visitor], visitor)
                else:
                    self.mark((day, BUCKET[visitor]), 'alone')
                for user in self.users.get(visitor, ()):
                    self.sign(day, BUCKET[user], user)


class Persons(Model):
    """instances: of each, its batches (a number is a batch of one delivery). The last one has all deliveries and lives;
    with `once` everybody lives. choices, the ways to do less: 'in hand', 'two kinds', 'journeys'."""
    row_names = ('persons',)
    choices = NOTHING
    once = False
    erased = None
    eraser = None
    erasers = 2     # the last one lives

    def __init__(self, off=(), **settings):
        super().__init__(off, **settings)
        if 'two kinds' in self.choices:
            self.kinds = ('alone', 'signed')

    def processes(self):
        last = len(self.instances) - 1
        found = [(f'I{n}', self.classify(batches), n < last and not self.once)
                 for n, batches in enumerate(self.instances)]
        if self.erased:
            found += [(f'E{n}', self.eraser(self), n < self.erasers - 1) for n in range(self.erasers)]
        return found + self.run_processes()

    # ---------------------------------------------------------------------------------------- classifier
    def classify(self, batches):
        memory = {}
        for batch in batches:
            ids = batch if isinstance(batch, tuple) else (batch,)
            yield from self.attempt([event for i in ids for event in self.deliveries[i]], memory)

    def attempt(self, events, memory):
        """All facts; what is connected with them; signs; the epoch; marks."""
        off, closure, epoch, new = self.off, Closure(self.kinds), None, 'B1 repeats mark too' not in self.off
        if 'B3 epoch after the facts' in off:
            epoch = yield from read_epoch()
        if off & {'B1 closure after the facts', 'B1 marks after the facts'}:
            early = yield from self.early_closure(events)
        if 'B1 marks after the facts' in off:
            yield from self.finish(early, events, memory, epoch)
        for event in events:
            if not new:
                known = (yield ('get', page_key(event.home, event.day)))[1] or NOTHING
                new = tuple(event[2:]) not in known
            if 'B1 closure after the last fact' in off:
                early = yield from self.early_closure(events)
            yield from self.write(event, closure)
        if not new or 'B1 marks after the facts' in off:
            return
        if 'B3 epoch after the signs' in off:
            epoch = yield from read_epoch()
        if off & {'B1 closure after the facts', 'B1 closure after the last fact'}:
            closure = early
        else:
            yield from self.read_closure(closure)
        yield from self.finish(closure, events, memory, epoch)

    def early_closure(self, events):
        closure = Closure(self.kinds)
        for event in events:
            self.start(event, closure)
        yield from self.read_closure(closure)
        return closure

    def start(self, event, closure):
        closure.visitors |= {event.home, event.device} - {None}
        closure.orders |= {event.order} - {None}

    def finish(self, closure, events, memory, epoch=None):
        """Signs, stamps, marks."""
        off = self.off
        closure.spread()
        if 'B2 places of others' in off:
            closure.places = {}
        for event in events:
            closure.mark((event.day, BUCKET[event.home]))
        by_devices = all(is_device(event.home) for event in events)
        if 'B4 sign' in off or ('B4 device events sign' if by_devices else 'B4 identifies sign') in off:
            closure.signs = set()
        if 'B4 sign before the marks' in off:
            yield from self.raise_all(closure, memory, epoch)
        for sign in sorted(closure.signs):
            if (yield ('cas', sign, 0, True)) and 'K1 count alone again when signs changed' in off:
                closure.mark(sign[1:3])     # what looks as if it were enough instead
        if 'journeys' in self.choices and 'J1 touch the persons' not in off:
            stamp = (yield from read_epoch()) if epoch is None else epoch
            for visitor in sorted({sign[3] for sign in closure.signs}):
                yield ('raise_', ('touched', visitor), stamp)
            epoch = stamp if 'J2 read the epoch again after the stamps' in off else epoch
        if 'B4 sign before the marks' not in off:
            yield from self.raise_all(closure, memory, epoch)

    def raise_all(self, closure, memory, epoch):
        places = {(*place, kind) for place, kinds in closure.places.items() for kind in kinds}
        yield from raise_marks(self, places, memory, epoch)

    def write(self, event, closure):
        """The facts of one event, and where its closure starts; or all of it, where the answers of the writes tell it.
        The index of the visitor comes after its page, that of its device last: so the answers are reads after all facts."""
        off, home, key, copy = self.off, event.home, page_key(event.home, event.day), tuple(event[2:])
        identifies, device, hand = event.device and not is_device(home), NOTHING, 'in hand' in self.choices
        late = self.erased and 'E1 tombstone before the page' in off
        if self.erased and not late and (yield ('get', ('tombstone', home)))[1]:
            return
        if 'A1 index after the page' in off:
            index = yield from self.enter(event)
        yield ('add', key, copy)
        if late and (yield ('get', ('tombstone', home)))[1]:
            yield ('remove', key, copy)
            return self.start(event, closure)
        if event.claims and 'E6 index before the claim' in off:
            yield from self.claim(event, closure)
        if identifies and 'A2 index of the device last' in off:
            device = yield ('add', ('index', event.device), ('pair', home, event.day))
        if 'A1 index after the page' not in off:
            index = yield from self.enter(event)
        if event.order:
            yield ('add', ('order', event.order), (home, event.day))
        if event.claims and 'E6 index before the claim' not in off:
            yield from self.claim(event, closure)
        if identifies and 'A2 index of the device last' not in off:
            device = yield ('add', ('index', event.device), ('pair', home, event.day))
        if event.claims or event.order or not hand or not self.is_complete(event, index, device, closure):
            self.start(event, closure)

    def enter(self, event):
        """What the index of the visitor lists of an event, all in one write."""
        entries = [('day', event.day)]
        if event.order:
            entries.append(('order', event.order))
        if event.claims:
            entries.append(('claim', event.id))
        if event.device and not is_device(event.home):
            entries.append(('device', event.device))
        return (yield ('add', ('index', event.home), *entries))

    def claim(self, event, closure):
        """Where an id is claimed by more than one home, each attempt puts a pointer to it into the pages of all of them."""
        copies = yield ('add', ('id', event.id), (event.home, event.day, event.received))
        closure.visitors |= {home for home, _, _ in copies}
        places = {(home, day) for home, day, _ in copies}
        if len(places) == 1 or 'C1 pointers to claims' in self.off:
            return
        for home, day in [(event.home, event.day)] if 'C2 pointers from all homes' in self.off else sorted(places):
            yield ('add', page_key(home, day), ('look', event.id))

    def is_complete(self, event, index, device, closure):
        """Whether the indexes in hand name no order and nobody whose index is not in hand; then they are the closure."""
        off = self.off
        if 'A4 no order' not in off and tagged(index, 'order') | tagged(device, 'order'):
            return False
        strangers = tagged(index, 'device') - {event.device} | tagged(index, 'pair') | tagged(device, 'pair') - {event.home}
        if strangers and 'A3 nobody else' not in off:
            return False
        if 'A5 all days of the person' in off:
            if device:
                closure.sign(event.day, BUCKET[event.home], event.home)
            return True
        closure.days.setdefault(event.home, set()).update(tagged(index, 'day'))
        if device:
            closure.days.setdefault(event.device, set()).update(tagged(device, 'day'))
            closure.users.setdefault(event.device, set()).update(tagged(device, 'pair'))
        return True

    def read_closure(self, closure):
        """Level 0: the visitors touched, the users of their devices, the devices of their users, and all their orders.
        Level 1: the contenders of these orders, their users and devices; whose orders are not followed."""
        off, level, orders = self.off, dict.fromkeys(closure.visitors, 0), closure.orders
        seen, seen_orders = set(), set()
        while True:
            visitor = min((v for v in level if v not in seen), key=lambda v: (level[v], v), default=None)
            if visitor is None:
                order = min(orders - seen_orders, default=None)
                if order is None or 'B2 contenders' in off:
                    return
                seen_orders.add(order)
                for contender, day in sorted((yield ('get', ('order', order)))[1] or NOTHING):
                    closure.days.setdefault(contender, set()).add(day)
                    level.setdefault(contender, 1)
                continue
            seen.add(visitor)
            near = level[visitor]
            index = (yield ('get', ('index', visitor)))[1] or NOTHING
            if 'B2 other days' not in off:
                closure.days.setdefault(visitor, set()).update(tagged(index, 'day'))
            if near == 0 and 'B2 orders of other events' not in off:
                orders |= tagged(index, 'order')
            if near == 1 and 'B2 persons of contenders' in off:
                continue
            linked = set() if 'B2 devices' in off else tagged(index, 'device')
            if is_device(visitor) and 'B2 users' not in off:
                closure.users[visitor] = linked = tagged(index, 'pair')
            for other in linked:
                if level.get(other, 2) > near:
                    level[other] = near
                    seen.discard(other)

    # ---------------------------------------------------------------------------------------- run
    def count(self, place, kinds, parts, epoch):
        signed = tuple(sorted(key[3] for key, _, _ in (yield ('query', ('sign', *place)))))
        facts = Facts({key: value for key, _, value in (yield ('query', ('page', *place)))})
        changed = parts.get('signs', (0, None))[1] != signed and 'K1 count alone again when signs changed' not in self.off
        if 'two kinds' in self.choices and changed:
            kinds = set(self.kinds)
        counted = {kind: [] for kind in kinds}
        for visitor in sorted({key[3] for key in facts.items} | set(signed)):
            kind = self.kinds[0] if len(self.kinds) == 1 else 'signed' if visitor in signed else 'alone'
            if kind in counted:
                resolved = yield from self.resolve(facts, place, visitor, visitor in signed, epoch)
                counted[kind].append(row_of(visitor, place[0], *resolved))
        counted = {kind: tuple(filter(None, rows)) for kind, rows in counted.items()}
        if 'alone' in counted:
            counted['signs'] = signed       # with which the part `alone` was counted
        return counted

    def resolve(self, facts, place, visitor, signed, epoch):
        """What counts of a person; a journey holds while no stamp is as high as the epoch that names it."""
        if not signed:
            return (yield from facts.resolve(visitor, place[0]))
        if 'journeys' not in self.choices:
            return (yield from facts.resolve(visitor))
        revision, journey = yield ('get', ('journey', visitor))
        touched = (yield ('get', ('touched', visitor)))[1]
        if journey is not None and (touched is None or touched < journey[0]):
            return journey[1]
        resolved = yield from facts.resolve(visitor)
        if 'J3 name the epoch of before the data' in self.off:
            epoch = yield from read_epoch()
        yield ('cas', ('journey', visitor), revision, (max(epoch, journey[0] if journey else 0), resolved))
        return resolved

    def rows(self, day, partials):
        persons = [person for parts in partials.values() for kind, (_, figures) in parts if kind in self.kinds
                   for person in figures]
        return {'persons': tuple(sorted(persons)) or EMPTY}

    def check(self, store):
        for day, rows in sorted(truth(self.deliveries, self.erased).items()):
            row = store.value(('row', day, 'persons')) or EMPTY
            if row != rows:
                return f'day {day} has {row}, facts say {rows}'
