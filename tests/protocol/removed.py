"""Each rule removed, with a world in which the checker has to find a violation then."""
from worlds import FIGURES, FOLDS, persons


def in_persons(name, shape='once', choices=(), erased=None, runs=1):
    return lambda off: persons(name, shape, frozenset(choices), off, erased, runs, erasers=1)


def in_figures(name):
    return FIGURES[name]


def in_folds(number, facts, rows):
    return FOLDS[f'{number} folds of {facts} facts, {rows} rows']


REMOVED = {
    'B1 marks after the facts': in_persons('one', 'twice'),
    'B1 repeats mark too': in_persons('one', 'twice'),
    'B1 closure after the facts': in_persons('order'),
    'B1 closure after the last fact': in_persons('identify'),
    'B2 places of others': in_persons('order'),
    'B2 contenders': in_persons('order'),
    'B2 users': in_persons('users', runs=2),
    'B2 devices': in_persons('long chain'),
    'B2 other days': in_persons('own order'),
    'B2 orders of other events': in_persons('chain'),
    'B2 persons of contenders': in_persons('contender'),
    'B3 epoch after the facts': in_persons('order'),
    'B3 epoch after the signs': in_persons('stranger'),
    'B3 raise only over a lower one': in_figures('two instances, nothing comes again'),
    'B3 remember a mark after its answer': in_figures('an answer is lost, same instance again'),
    'B4 sign': in_persons('identify'),
    'B4 sign before the marks': in_persons('stranger'),
    'B4 identifies sign': in_persons('identify'),
    'B4 device events sign': in_persons('device, days'),
    'B5 name the epoch of before the data': in_figures('one instance, nothing comes again, three runs'),
    'B6 clear only when a row stands': in_figures('two instances, one run'),
    'B6 clear only below the epoch': in_figures('one instance, nothing comes again'),
    'B7 revision before the data': in_figures('one instance, nothing comes again, two runs'),
    'B7 always put the partial': in_figures('figures that come back, two runs'),
    'B9 use the number that is there': in_figures('buckets of a day'),
    'B11 the higher version wins': in_figures('versions of tags'),
    'B11 read the version again': in_figures('versions of tags'),
    'A1 index after the page': in_persons('days', choices=['in hand']),
    'A2 index of the device last': in_persons('known', choices=['in hand']),
    'A3 nobody else': in_persons('identify', choices=['in hand']),
    'A4 no order': in_persons('same day', choices=['in hand']),
    'A5 all days of the person': in_persons('again', choices=['in hand']),
    'C1 pointers to claims': in_persons('claims'),
    'C2 pointers from all homes': in_persons('claims'),
    'E1 tombstone before the page': in_persons('one', 'twice', erased='A'),
    'E2 a second pass': in_persons('one', 'twice', erased='A'),
    'E3 wait for those at work': in_persons('one', 'twice', erased='A'),
    'E5 pointers last': in_persons('claimed order', erased='B'),
    'E6 index before the claim': in_persons('claimed order', 'twice', erased='B'),
    'H1 head before the rows': in_folds(2, 2, 1),
    'H2 rows before the claim': in_folds(3, 2, 1),
    'H3 claim by compare-and-set': in_folds(2, 2, 1),
    'H4 put equal rows too': in_folds(4, 3, 3),
    'H5 put absent rows too': in_folds(2, 2, 1),
    'H6 stop at a failed put': in_folds(2, 2, 1),
    'H7 finish before clearing': in_folds(2, 2, 1),
    'H8 stop at a failed finish': in_folds(2, 2, 1),
    'J1 touch the persons': in_persons('order, days', choices=['journeys'], runs=2),
    'J2 read the epoch again after the stamps': in_persons('stranger', choices=['journeys'], runs=2),
    'J3 name the epoch of before the data': in_persons('back', choices=['journeys'], runs=2),
    'K1 count alone again when signs changed': in_persons('days', 'twice', ['two kinds']),
}

# A seed of walks that find it soon, where the systematic search takes long. Only a short cut.
SEEDS = {
    'H2 rows before the claim': 9,
    'H4 put equal rows too': 14,
    'J2 read the epoch again after the stamps': 13,
}
