"""From facts to the figures of persons: whose a device's events are, which copy of an event counts, who has an order.

`truth` says the same of the deliveries, without a store: it is what the rows have to be in the end.
"""
from collections import namedtuple

from engine import EMPTY

BUCKET = {'A': 0, 'B': 1, 'C': 1, 'D': 0, 'G': 1, 'U': 1, 'W': 0}
NOTHING = frozenset()

# device: on a user's event, the device it came from (it identifies that device). claims: its id is claimed (D1).
# step: it may change figures of the person's other days.
Event = namedtuple('Event', 'home day id at received order device claims step',
                   defaults=(None, None, False, True))


def is_device(visitor):
    return visitor in 'DG'


def page_key(visitor, day):
    return 'page', day, BUCKET[visitor], visitor


def tagged(index, tag):
    return {each[1] for each in index if each[0] == tag}


def duplicates(events):
    """Of the copies of an id the one received first is kept; the others are returned."""
    kept = {}
    for event in sorted(events, key=lambda e: (e.received, e.home, e.day, e.at)):
        kept.setdefault(event.id, event)
    return {event for event in events if kept[event.id] != event}


def owner_at(identifies, event):
    """The user of the device's latest identify at or before the event, else of its first one."""
    if not identifies:
        return None
    before = [turn for turn in identifies if turn[0] <= event.at]
    return max(before)[1] if before else min(identifies)[1]


def earliest(events):
    return min(events, key=lambda e: (e.at, e.home, e.day, e.id), default=None)


def row_of(person, day, counted, won):
    """Events and won orders of the day, won orders and steps of all days."""
    today = [event for event in counted if event.day == day]
    if not today:
        return None
    return person, len(today), sum(event.day == day for event in won), len(won), sum(e.step for e in counted)


class Facts:
    """What a task has read, each item once."""

    def __init__(self, items=()):
        self.items = dict(items)

    def read(self, key):
        if key not in self.items:
            self.items[key] = (yield ('get', key))[1]
        return self.items[key] or NOTHING

    def index(self, visitor, tag):
        return sorted(tagged((yield from self.read(('index', visitor))), tag))

    def events(self, visitor, days=None):
        """The events of a visitor's days that count there, not those claimed by a copy elsewhere that came first."""
        found = set()
        for day in (yield from self.index(visitor, 'day')) if days is None else days:
            page = yield from self.read(page_key(visitor, day))
            away = set()
            for id in sorted(tagged(page, 'look')):
                copies = yield from self.read(('id', id))
                first = min(((received, home, on) for home, on, received in copies), default=None)
                if first and first[1:] != (visitor, day):
                    away.add(id)
            found |= {Event(visitor, day, *each) for each in page if each[0] != 'look' and each[0] not in away}
        return found

    def identifies(self, device):
        turns = set()
        pairs = {each[1:] for each in (yield from self.read(('index', device))) if each[0] == 'pair'}
        for user, day in sorted(pairs):
            turns |= {(e.at, user) for e in (yield from self.events(user, [day])) if e.device == device}
        return turns

    def person(self, visitor):
        """All events of the person that lives in the visitor."""
        events = yield from self.events(visitor)
        if is_device(visitor):
            return NOTHING if (yield from self.identifies(visitor)) else events
        for device in (yield from self.index(visitor, 'device')):
            turns = yield from self.identifies(device)
            events |= {e for e in (yield from self.events(device)) if owner_at(turns, e) == visitor}
        return events

    def winner(self, order, void):
        """The event that an order counts for. void: the duplicates of each person so far looked at."""
        live = []
        for home, day in sorted((yield from self.read(('order', order)))):
            for event in sorted(e for e in (yield from self.events(home, [day])) if e.order == order):
                person = home
                if is_device(home):
                    person = owner_at((yield from self.identifies(home)), event) or home
                if person not in void:
                    void[person] = duplicates((yield from self.person(person)))
                if event not in void[person]:
                    live.append(event)
        return earliest(live)

    def resolve(self, visitor, day=None):
        """What counts of a person, and which of it has an order. With a day: of a visitor from that page alone."""
        events = (yield from self.person(visitor)) if day is None else (yield from self.events(visitor, [day]))
        void = {visitor: duplicates(events)}
        counted, won = frozenset(events - void[visitor]), set()
        for order in sorted({event.order for event in counted if event.order}):
            won.add((yield from self.winner(order, void)))
        return counted, frozenset(won & counted)


def truth(deliveries, erased):
    """day -> rows, from the deliveries."""
    sent = {event for delivery in deliveries for event in delivery if event.home != erased}
    first, turns, persons, won = {}, {}, {}, set()
    for event in sent:
        if event.claims:
            place = event.received, event.home, event.day
            first[event.id] = min(place, first.get(event.id, place))
    claimed = {(event.id, event.home, event.day) for event in sent if event.claims}
    events = {e for e in sent if (e.id, e.home, e.day) not in claimed or first[e.id][1:] == (e.home, e.day)}
    for event in events:
        if event.device and not is_device(event.home):
            turns.setdefault(event.device, set()).add((event.at, event.home))
    for event in events:
        persons.setdefault(owner_at(turns.get(event.home), event) or event.home, set()).add(event)
    persons = {person: mine - duplicates(mine) for person, mine in persons.items()}
    for order in {event.order for event in events if event.order}:
        won.add(earliest(e for mine in persons.values() for e in mine if e.order == order))
    days = {event.day for delivery in deliveries for event in delivery}
    rows = {day: [row_of(person, day, mine, won & mine) for person, mine in persons.items()] for day in days}
    return {day: tuple(sorted(filter(None, found))) or EMPTY for day, found in rows.items()}
