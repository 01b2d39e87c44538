package dev.cairn.bugs;

import java.util.ArrayList;
import java.util.List;

/**
 * A place in the product's code, named by what stands there: a method or field, and in it a call, a condition, an
 * operand. Formatting, the order of lines and most names of locals do not matter. Each change returns the bug.
 *
 * <p>In Java text, {@code $it} is the place itself, {@code $on} what it is called on, {@code $1} its first argument,
 * {@code $left} and {@code $right} its sides, and {@code $p1} the first parameter of the method.
 */
final class Place {
    private final Bug bug;
    private final String source;
    private final String member;
    private final List<Shape> shapes;

    Place(Bug bug, String source, String member) {
        this(bug, source, member, List.of());
    }

    private Place(Bug bug, String source, String member, List<Shape> shapes) {
        this.bug = bug;
        this.source = source;
        this.member = member;
        this.shapes = shapes;
    }

    private Place and(Shape shape) {
        List<Shape> more = new ArrayList<>(shapes);
        more.add(shape);
        return new Place(bug, source, member, List.copyOf(more));
    }

    /** The only call of that name: {@code raise}, {@code marks.raise}, {@code new Closure} or {@code marks::clear}. */
    Place call(String name) {
        return and(new Shape.Call(name, 0));
    }

    /** @param number of the call in the order of the source, from 1 */
    Place call(String name, int number) {
        return and(new Shape.Call(name, number));
    }

    /** The only condition of an {@code if}, a loop or a choice that mentions all these names. */
    Place condition(String... names) {
        return and(new Shape.Condition(List.of(names)));
    }

    /** The only part of an and or an or that mentions all these names. */
    Place operand(String... names) {
        return and(new Shape.Operand(List.of(names)));
    }

    /** The only comparison that mentions all these names. */
    Place comparison(String... names) {
        return and(new Shape.Comparison(List.of(names)));
    }

    /** An argument of the call, from 1. */
    Place argument(int number) {
        return and(new Shape.Argument(number));
    }

    private Bug changed(Change change) {
        return bug.with(new Bug.Edit(source, member, shapes, change));
    }

    /** Another expression stands there. */
    Bug is(String java) {
        return changed(new Change.Replace(java));
    }

    Bug alwaysTrue() {
        return is("true");
    }

    Bug alwaysFalse() {
        return is("false");
    }

    /** The statement, the link of a chain or the operand is left out. */
    Bug removed() {
        return changed(new Change.Remove());
    }

    /** The comparison has another operator. */
    Bug operator(String operator) {
        return is("$left " + operator + " $right");
    }

    /** Statements stand before the one the place is in. */
    Bug precededBy(String java) {
        return changed(new Change.Beside(java, true));
    }

    /** Statements stand after the one the place is in. */
    Bug followedBy(String java) {
        return changed(new Change.Beside(java, false));
    }

    /** The statement the place is in stands before the one that calls this. */
    Bug movedBefore(String call) {
        return changed(new Change.Move(new Shape.Call(call, 0), true));
    }

    /** The statement the place is in stands after the one that calls this. */
    Bug movedAfter(String call) {
        return changed(new Change.Move(new Shape.Call(call, 0), false));
    }

    /** The method does something else. */
    Bug body(String java) {
        return changed(new Change.Body(java));
    }

    /** The method does this first. */
    Bug begins(String java) {
        return changed(new Change.Begin(java));
    }

    /** The class has one more member, beside this one. */
    Bug besides(String java) {
        return changed(new Change.Member(java));
    }
}
