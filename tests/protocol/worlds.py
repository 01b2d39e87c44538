"""The worlds: which deliveries there are, and by how many instances and runs they are handled."""
from erasure import erase
from figures import Buckets, Figures, Folds, Versions
from persons import Persons
from resolution import Event as E

PLAIN = frozenset()
CHEAPER = frozenset(('in hand', 'two kinds', 'journeys'))


def claim(home, day, id, received, **more):
    return E(home, day, id, 1, received, claims=True, **more)


def identify(user, day, id, at, received=1, device='D', **more):
    return E(user, day, id, at, received, device=device, **more)


# Buckets of the homes are in resolution.py; E(home, day, id, at, received, order). A delivery is a list of events.
PERSONS = {
    'one': ('one visitor, one event', [[E('A', 1, 'e', 1, 1)]]),
    'order': ('an order of two visitors', [[E('A', 1, 'e', 2, 1, 'O')], [E('B', 1, 'f', 1, 1, 'O')]]),
    'days': ('a visitor on two days', [[E('A', 1, 'e', 1, 1)], [E('A', 2, 'f', 1, 1)]]),
    'back': ('a visitor on two days and again on the first', [
        [E('A', 1, 'e', 1, 1)], [E('A', 2, 'f', 1, 1)], [E('A', 1, 'g', 2, 1)]]),
    'order, days': ('a visitor on two days, an order of two', [
        [E('A', 1, 'e', 2, 1, 'O')], [E('B', 1, 'f', 1, 1, 'O')], [E('A', 2, 'g', 3, 1)]]),
    'own order': ('a visitor on two days, an order', [[E('A', 1, 'e', 1, 1, 'O')], [E('A', 2, 'f', 2, 1)]]),
    'identify': ('a late identify', [[E('D', 1, 'e', 1, 1)], [identify('U', 2, 'f', 2, 2)]]),
    'users': ('two users of a device', [
        [E('D', 1, 'e', 1, 1)], [identify('U', 2, 'f', 2, 2)], [identify('W', 2, 'g', 1, 2)]]),
    'device, days': ('a device on two days, an identify', [
        [E('D', 1, 'e', 1, 1)], [E('D', 3, 'g', 3, 1)], [identify('U', 2, 'f', 2, 2)]]),
    'stranger': ('an identify, a stranger in the bucket of the user', [
        [E('D', 1, 'e', 1, 1)], [identify('U', 2, 'f', 2, 2)], [E('B', 1, 'g', 1, 1)]]),
    'copy': ('an identify whose copy takes an order from its device, for a third', [
        [E('D', 1, 'x', 1, 2, 'O')], [identify('U', 2, 'x', 1)], [E('B', 1, 'f', 5, 1, 'O')]]),
    'chain': ('the same on three days', [
        [E('B', 1, 'f', 5, 1, 'O')], [E('D', 3, 'x', 1, 2, 'O')], [identify('U', 2, 'x', 1)]]),
    'long chain': ('a chain over two devices and two orders', [
        [E('B', 1, 'b', 5, 1, 'O')], [E('D', 1, 'x', 1, 1, 'O')], [identify('U', 2, 'i', 1)],
        [identify('U', 2, 'j', 1, device='G')], [E('G', 3, 'x', 2, 2, 'Q')], [E('W', 3, 'w', 9, 1, 'Q')]]),
    'contender': ('a contender is a device with a user', [
        [E('G', 1, 'g', 2, 1, 'O')], [identify('W', 1, 'w', 2, device='G')], [E('B', 3, 'b', 1, 1, 'O')]]),
    'other day': ('a copy on another day takes an order away', [
        [E('A', 1, 'x', 1, 2, 'O')], [E('A', 2, 'x', 2, 1)], [E('B', 3, 'b', 5, 1, 'O')]]),
    'same day': ('a copy in the same page takes an order away', [
        [E('A', 1, 'x', 1, 2, 'O')], [E('A', 1, 'x', 2, 1)], [E('B', 1, 'b', 5, 1, 'O')]]),
    'returning': ('three events of a returning visitor, a foreign order', [
        [E('A', 1, 'a', 2, 1, 'O')], [E('A', 2, 'c', 3, 1)], [E('A', 2, 'f', 4, 1)], [E('B', 3, 'b', 1, 1, 'O')]]),
    'claims': ('an id claimed by two visitors', [[claim('A', 1, 'x', 2)], [claim('B', 2, 'x', 1)]]),
    'three claims': ('an id claimed by three visitors', [
        [claim('A', 1, 'x', 3)], [claim('B', 1, 'x', 2)], [claim('C', 2, 'x', 1)]]),
    'claimed order': ('a claim takes an order away, for a third', [
        [claim('A', 1, 'x', 2, order='O')], [claim('B', 2, 'x', 1)], [E('C', 1, 'c', 5, 1, 'O')]]),
    'claimed identify': ('an identify whose claim is lost to a stranger', [
        [E('D', 1, 'd', 1, 1, 'O')], [claim('U', 2, 'x', 2, device='D')], [claim('A', 3, 'x', 1)],
        [E('B', 1, 'b', 5, 1, 'O')]]),
    'known': ('a user identifies a device on two days', [
        [E('D', 1, 'd', 1, 1)], [identify('U', 2, 'i', 2)], [identify('U', 3, 'k', 3)]]),
    'again': ('a user identifies a device again, on that day and on another', [
        [E('D', 1, 'd', 1, 1)], [identify('U', 2, 'i', 2)], [identify('U', 2, 'j', 3)], [identify('U', 3, 'k', 3)]]),
    'again, order': ('the same, in which a copy takes an order away', [
        [E('D', 1, 'x', 1, 2, 'O')], [identify('U', 2, 'i', 2)], [identify('U', 2, 'x', 4)], [E('B', 1, 'b', 9, 1, 'O')]]),
    'again, users': ('the same, and then another user between', [
        [E('D', 1, 'd', 5, 1)], [identify('U', 2, 'i', 2)], [identify('U', 3, 'j', 4)], [identify('W', 2, 'k', 3)]]),
}
ERASED = {'one': 'A', 'order': 'B', 'copy': 'U', 'claimed order': 'B'}


def persons(name, shape, choices=PLAIN, off=(), erased=None, runs=1, erasers=2):
    """shape: `once` each delivery by an instance of its own that lives; `twice` by two instances, in opposite orders, of
    which the first may die; `split` as one batch by an instance that may die, and one by one by another."""
    deliveries = PERSONS[name][1]
    ids = list(range(len(deliveries)))
    instances = {'once': [[i] for i in ids], 'twice': [ids, ids[::-1]], 'split': [[tuple(ids)], ids[::-1]]}[shape]
    return Persons(off, deliveries=deliveries, instances=instances, once=shape == 'once', runs=runs, choices=choices,
                   erased=erased, eraser=erase, erasers=erasers)


def figures(instances, off=(), runs=1, **more):
    number = 1 + max(i for ids in instances for i in ids)
    return Figures(off, deliveries=[(f'f{i}', 1, 0) for i in range(number)], instances=instances, runs=runs, **more)


def parity(off=(), runs=2, facts=2, **more):
    preset = {('row', 1, 'parity'): (1, 0), ('partial', 1, 0): (1, (('all', (0, ())),))}
    return figures([list(range(facts))], off, runs, row_names=('parity',), preset=preset, **more)


FIGURES = {
    'two instances, one run': lambda off=(): figures([[0, 1], [0, 1]], off),
    'two instances, two runs': lambda off=(): figures([[0, 1], [0, 1]], off, 2),
    'one instance, nothing comes again': lambda off=(): figures([[0, 1]], off),
    'one instance, nothing comes again, two runs': lambda off=(): figures([[0, 1]], off, 2, kills=0),
    'one instance, nothing comes again, three runs': lambda off=(): figures([[0, 1]], off, 3, kills=0),
    'two instances, nothing comes again': lambda off=(): figures([[0], [1, 2]], off, once=True),
    'an answer is lost, same instance again': lambda off=(): figures([[0, 0]], off, refused=True),
    'figures that come back, two runs': parity,
    'figures that come back, three runs': lambda off=(): parity(off, 3, 3),
    'buckets of a day': Buckets,
    'versions of tags': Versions,
}


FOLDS = {
    f'{number} folds of {facts} facts, {len(rows)} rows':
        lambda off=(), number=number, facts=facts, rows=rows: Folds(off, folds=number, facts=facts, row_names=rows)
    for number, facts, rows in ((2, 2, ('parity',)), (3, 2, ('parity',)), (3, 3, ('parity', 'two')),
                                (4, 3, ('parity', 'two', 'some')))
}


def all_worlds():
    """name -> model under all rules."""
    worlds = {name: make() for name, make in {**FIGURES, **FOLDS}.items()}
    for choices in (PLAIN, CHEAPER):
        for shape in ('once', 'twice', 'split'):
            suffix = f', {shape}' + (', cheaper' if choices else '')
            for name in PERSONS:
                worlds[f'{PERSONS[name][0]}{suffix}'] = persons(name, shape, choices)
            for name, erased in ERASED.items():
                worlds[f'{PERSONS[name][0]}, {erased} is erased{suffix}'] = persons(name, shape, choices, erased=erased)
    return worlds
