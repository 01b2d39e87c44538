"""Tries the orders of store operations.

A process is a generator that yields one store operation at a time and receives its answer. It is deterministic, so the
state of a world is the store plus what each process has been answered. `explore` goes through all schedules by rising
number of disturbances (a preemption or a kill), so the first violation is a shortest one; `walk` takes random ones.
"""
import random
import time
from collections import namedtuple

Found = namedtuple('Found', 'violation schedule tried complete')


class Store:
    """Items with revisions; every operation is atomic and strongly consistent. A loop of get and compare-and-set that
    retries until it succeeds behaves as one atomic operation (`add`, `remove`, `raise`, `bump`)."""

    def __init__(self, items=()):
        self.items = {}
        self.hash = 0
        self.unique = 1000
        for key, item in dict(items).items():
            self._put(key, *item)

    def _put(self, key, revision, value):
        old = self.items.get(key)
        if old is not None:
            self.hash ^= hash((key, old))
        self.items[key] = new = (revision, value)
        self.hash ^= hash((key, new))

    def _drop(self, key):
        self.hash ^= hash((key, self.items.pop(key)))

    def value(self, key, default=None):
        return self.items.get(key, (0, default))[1]

    def get(self, key):
        return self.items.get(key, (0, None))

    def query(self, prefix):
        n = len(prefix)
        return tuple(sorted((key, *item) for key, item in self.items.items() if key[:n] == prefix))

    def cas(self, key, revision, value):
        if self.items.get(key, (0,))[0] != revision:
            return False
        self._put(key, revision + 1, value)
        return True

    def put(self, key, value):
        self._put(key, self.get(key)[0] + 1, value)

    def add(self, key, *members):
        """Adds to a set; answers the set as it is afterwards."""
        revision, value = self.items.get(key, (0, frozenset()))
        if not value.issuperset(members):
            value = value.union(members)
            self._put(key, revision + 1, value)
        return value

    def remove(self, key, *members):
        """Takes members out of a set; answers those that were in it."""
        revision, value = self.items.get(key, (0, frozenset()))
        gone = value.intersection(members)
        if gone:
            self._put(key, revision + 1, value - gone)
        return gone

    def raise_(self, key, epoch):
        """Only over a lower one. The revision is a function of the epoch: the least that a store could promise."""
        old = self.items.get(key)
        if old is None or old[1] < epoch:
            self._put(key, epoch + 1, epoch)

    def overwrite(self, key, epoch):
        self.unique += 1
        self._put(key, self.unique, epoch)

    def bump(self, key):
        revision, value = self.items.get(key, (0, 0))
        self._put(key, revision + 1, value + 1)
        return value + 1

    def delete(self, key, revision):
        if self.items.get(key, (0,))[0] == revision:
            self._drop(key)


class Process:
    def __init__(self, name, generator, killable):
        self.name, self.generator, self.killable = name, generator, killable
        self.running, self.started, self.history = True, False, 0
        self.operation = next(generator)

    def answer(self, result):
        self.started = True
        self.history = hash((self.history, result))
        try:
            self.operation = self.generator.send(result)
        except StopIteration:
            self.running = False

    def kill(self):
        self.running = False
        self.generator.close()


class World:
    """A model's processes over one store. A kill of process i in a schedule is written ~i."""

    def __init__(self, model, log=None):
        self.model, self.log = model, log
        self.store = Store(model.preset)
        self.processes = [Process(*each) for each in model.processes()]

    def enabled(self):
        return [i for i, p in enumerate(self.processes) if p.running and not (
            p.operation[0] == 'join' and any(self.processes[j].running for j in p.operation[1]))]

    def step(self, choice):
        i = ~choice if choice < 0 else choice
        process = self.processes[i]
        if choice < 0:
            process.kill()
            return self._note(process, 'KILLED', None)
        name, *arguments = process.operation
        if name == 'spawn':
            result = tuple(range(len(self.processes), len(self.processes) + len(arguments[0])))
            self.processes += [Process(process.name + '/' + n, g, process.killable) for n, g in arguments[0]]
        elif name == 'alive':       # which processes with this prefix have begun and are still running
            result = tuple(j for j, p in enumerate(self.processes)
                           if p.running and p.started and p.name.startswith(arguments[0]))
        elif name == 'join':
            result = None
        else:
            result = getattr(self.store, name)(*arguments)
        self._note(process, process.operation, result)
        process.answer(result)

    def _note(self, process, operation, result):
        if self.log is not None:
            if operation[0] == 'spawn':
                operation = ('spawn', *(n for n, _ in operation[1]))
            self.log.append((process.name, operation, result))

    def key(self):
        return hash((self.store.hash, tuple((p.history, p.running) for p in self.processes)))

    def verdict(self):
        """After one more run that nobody disturbs: None, or what is wrong."""
        first = len(self.processes)
        self.processes.append(Process('last', self.model.last(), False))
        while True:
            enabled = [i for i in self.enabled() if i >= first]
            if not enabled:
                break
            self.step(enabled[-1])
        left = [key for key in self.store.items if key[0] == 'mark']
        return self.model.check(self.store) or (f'marks are left: {left}' if left else None)


def replay(model, schedule):
    """The operations of a schedule with their answers."""
    log = []
    world = World(model, log)
    for choice in schedule:
        world.step(choice)
    return log


def _unfold(node):
    schedule = []
    while node is not None:
        node, choice = node
        schedule.append(choice)
    return schedule[::-1]


def explore(model, disturbances, kills=1, schedules=10 ** 9, seconds=10 ** 9, seed=1):
    """All schedules with 0, 1, … disturbances, each level in random order; `complete` where none was left out."""
    shuffle, seen, tried, end = random.Random(seed).shuffle, set(), 0, time.process_time() + seconds
    levels = [[(None, -1, kills)]] + [[] for _ in range(disturbances + 1)]
    for level in range(disturbances + 1):
        shuffle(levels[level])
        while levels[level]:
            if tried >= schedules or time.process_time() > end:
                return Found(None, None, tried, False)
            node, current, kills_left = levels[level].pop()
            world = World(model)
            for choice in _unfold(node):
                world.step(choice)
            while True:
                enabled = world.enabled()
                if not enabled:
                    tried += 1
                    violation = world.verdict()
                    if violation:
                        return Found(violation, _unfold(node), tried, True)
                    break
                key = hash((world.key(), current))
                if key in seen:
                    break
                seen.add(key)
                going_on = current in enabled
                following = current if going_on else enabled[0]
                for i in enabled:
                    if i != following:
                        levels[level + going_on].append(((node, i), i, kills_left))
                if kills_left and level < disturbances and world.processes[following].killable:
                    levels[level + 1].append(((node, ~following), -1, kills_left - 1))
                world.step(following)
                node, current = (node, following), following
        if level == disturbances:
            break
    return Found(None, None, tried, True)


def walk(model, walks=10 ** 9, kills=2, seconds=10 ** 9, seed=1):
    """Random schedules: half by priorities that change at a few random steps, half with frozen processes."""
    dice, end, length = random.Random(seed), time.process_time() + seconds, 60
    for n in range(walks):
        if time.process_time() > end:
            return Found(None, None, n, False)
        world, schedule, kills_left = World(model), [], kills
        choose = dice.choice((_by_priority, _by_freezing))(dice, length)
        deadly = dice.choice((0, 0.01, 0.03))
        while True:
            enabled = world.enabled()
            if not enabled:
                break
            choice = choose(enabled, len(schedule))
            if kills_left and world.processes[choice].killable and dice.random() < deadly:
                choice, kills_left = ~choice, kills_left - 1
            world.step(choice)
            schedule.append(choice)
        length = max(length, len(schedule))
        violation = world.verdict()
        if violation:
            return Found(violation, schedule, n + 1, True)
    return Found(None, None, walks, True)


def _by_priority(dice, length):
    priorities, changes = {}, {dice.randrange(length) for _ in range(dice.randint(1, 6))}

    def choose(enabled, step):
        for i in enabled:
            priorities.setdefault(i, dice.random())
        if step in changes:
            priorities[max(enabled, key=priorities.get)] = -step
        return max(enabled, key=priorities.get)
    return choose


def _by_freezing(dice, _):
    frozen, switch, current = set(), dice.choice((0.03, 0.1, 0.25, 0.5)), [-1]

    def choose(enabled, _step):
        if dice.random() < 0.04:
            frozen.add(dice.choice(enabled))
        if frozen and dice.random() < 0.03:
            frozen.discard(dice.choice(sorted(frozen)))
        awake = [i for i in enabled if i not in frozen] or enabled
        if current[0] not in awake or dice.random() < switch:
            current[0] = dice.choice(awake)
        return current[0]
    return choose
