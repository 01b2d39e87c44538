"""Erasing a visitor: a job that a second worker does again from the start, beside the first that may be dead or not."""
from persons import Closure
from resolution import NOTHING, tagged


def erase(model):
    """Tombstone; the events go, then what was connected with them is marked, by pointers that still stand; once more when
    every classifier that was at work at the tombstone is gone; then the pointers, which change no figure."""
    off, visitor = model.off, model.erased
    yield ('cas', ('tombstone', visitor), 0, True)
    alive = yield ('alive', 'I')
    for second in (False, True):
        if second and 'E2 a second pass' in off:
            break
        if second and 'E3 wait for those at work' not in off:
            yield ('join', alive)
        index = (yield ('get', ('index', visitor)))[1] or NOTHING
        pages = [(key, page) for key, _, page in (yield ('query', ('page',))) if key[3] == visitor]
        closure = Closure(model.kinds)
        if 'E4 closure after the events are gone' in off:
            yield from connect(model, index, closure)
            saved = yield ('add', ('job', visitor), *(key[1:3] for key, _ in pages), *closure.places)
            for place in saved:     # saving what was connected then is not enough instead
                closure.mark(place)
        yield from remove_events(visitor, index, pages)
        if 'E5 pointers last' in off:
            yield from remove_pointers(visitor, index)
        if 'E4 closure after the events are gone' not in off:
            yield from connect(model, index, closure)
        for key, _ in pages:
            closure.mark(key[1:3])
        yield from model.finish(closure, [], {})
    yield from remove_pointers(visitor, index)


def connect(model, index, closure):
    closure.visitors |= {model.erased} | tagged(index, 'device')
    for id in sorted(tagged(index, 'claim')):
        closure.visitors |= {home for home, _, _ in (yield ('get', ('id', id)))[1] or NOTHING}
    yield from model.read_closure(closure)
    closure.spread()


def remove_events(visitor, index, pages):
    for key, page in pages:
        yield ('remove', key, *page)
    for id in sorted(tagged(index, 'claim')):
        copies = (yield ('get', ('id', id)))[1] or NOTHING
        yield ('remove', ('id', id), *(copy for copy in copies if copy[0] == visitor))


def remove_pointers(visitor, index):
    for order in sorted(tagged(index, 'order')):
        homes = (yield ('get', ('order', order)))[1] or NOTHING
        yield ('remove', ('order', order), *(home for home in homes if home[0] == visitor))
    for device in sorted(tagged(index, 'device')):
        entries = (yield ('get', ('index', device)))[1] or NOTHING
        yield ('remove', ('index', device), *(entry for entry in entries if entry[:2] == ('pair', visitor)))
    yield ('remove', ('index', visitor), *index)
