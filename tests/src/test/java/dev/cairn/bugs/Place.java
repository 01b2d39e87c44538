package dev.cairn.bugs;

import java.util.ArrayList;
import java.util.List;

/**
 * A place in the product's code, identified by its content: a method or field, and in it a call, a condition or an
 * operand. Formatting, the order of lines and most names of locals do not matter. Each change returns the bug.
 *
 * <p>In Java text, {@code $it} is the place itself, {@code $on} the object it is called on, {@code $1} its first
 * argument, {@code $left} and {@code $right} its operands, and {@code $p1} the first parameter of the method.
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

    /**
     * The only call with this name: {@code raise}, {@code marks.raise}, {@code new Closure} or {@code marks::clear}.
     */
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

    /** The only operand of an {@code &&} or {@code ||} that mentions all these names. */
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

    /** Replaces the expression. */
    Bug is(String java) {
        return changed(new Change.Replace(java));
    }

    Bug alwaysTrue() {
        return is("true");
    }

    Bug alwaysFalse() {
        return is("false");
    }

    /** Removes the statement, the link of a chain or the operand. */
    Bug removed() {
        return changed(new Change.Remove());
    }

    /** Replaces the comparison's operator. */
    Bug operator(String operator) {
        return is("$left " + operator + " $right");
    }

    /** Inserts statements before the one that contains the place. */
    Bug precededBy(String java) {
        return changed(new Change.Beside(java, true));
    }

    /** Inserts statements after the one that contains the place. */
    Bug followedBy(String java) {
        return changed(new Change.Beside(java, false));
    }

    /** Moves the statement that contains the place before the one that calls this. */
    Bug movedBefore(String call) {
        return changed(new Change.Move(new Shape.Call(call, 0), true));
    }

    /** Moves the statement that contains the place after the one that calls this. */
    Bug movedAfter(String call) {
        return changed(new Change.Move(new Shape.Call(call, 0), false));
    }

    /** Replaces the method's body. */
    Bug body(String java) {
        return changed(new Change.Body(java));
    }

    /** Inserts statements at the beginning of the method. */
    Bug begins(String java) {
        return changed(new Change.Begin(java));
    }

    /** Adds a member to the class, next to this one. */
    Bug besides(String java) {
        return changed(new Change.Member(java));
    }
}
