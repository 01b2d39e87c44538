package dev.cairn.bugs;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** One file of the product, as text and as the compiler's tree, into which one bug is inserted. */
final class SourceCode {
    private static final Pattern FILLED = Pattern.compile("\\$(it|on|left|right|p?[1-9])");

    private final String name;
    private final String bug;
    private final String text;
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private String where = "";

    private SourceCode(String name, String bug, String text, CompilationUnitTree unit, SourcePositions positions) {
        this.name = name;
        this.bug = bug;
        this.text = text;
        this.unit = unit;
        this.positions = positions;
    }

    /** Replaces a part of the text. */
    record Splice(int start, int end, String text) {}

    /** @param name {@code classify/FactWriter} @param bug for the message if it does not fit */
    static SourceCode parse(String name, String bug, String text) {
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return text;
                    }
                };
        JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, null, List.of("-proc:none"), null, List.of(file));
        try {
            CompilationUnitTree unit = task.parse().iterator().next();
            SourcePositions positions = com.sun.source.util.Trees.instance(task).getSourcePositions();
            return new SourceCode(name, bug, text, unit, positions);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The text with these edits, all of which refer to the current file. */
    String with(List<Bug.Edit> edits) {
        List<Splice> splices = new ArrayList<>();
        for (Bug.Edit edit : edits) {
            where = edit.member();
            TreePath member = member(edit.member());
            TreePath place = member;
            for (Shape shape : edit.shapes()) {
                place = find(place, shape);
            }
            where = edit.member()
                    + edit.shapes().stream().map(shape -> ", " + shape.what()).collect(Collectors.joining());
            splices.addAll(edit.change().of(this, member, place));
        }
        splices.sort(Comparator.comparingInt(Splice::start).thenComparingInt(Splice::end));
        StringBuilder changed = new StringBuilder();
        int done = 0;
        for (Splice splice : splices) {
            if (splice.start() < done) {
                throw misfit("is changed twice");
            }
            changed.append(text, done, splice.start()).append(splice.text());
            done = splice.end();
        }
        return changed.append(text.substring(done)).toString();
    }

    /**
     * A method, or a field with its initial value.
     *
     * @param wanted its name, if necessary preceded by classes and followed by its parameter types: {@code result},
     *     {@code Attempt.result}, {@code Attempt.<init>}, {@code raise(Place, long)}
     */
    private TreePath member(String wanted) {
        Map<TreePath, String> members = new HashMap<>();
        for (TreePath path : Trees.below(new TreePath(unit), any -> true)) {
            if (path.getLeaf() instanceof MethodTree method) {
                members.put(path, classes(path) + method.getName() + parameters(method));
            } else if (path.getLeaf() instanceof VariableTree field
                    && path.getParentPath().getLeaf() instanceof ClassTree
                    && field.getInitializer() != null) {
                members.put(path, classes(path) + field.getName());
            }
        }
        String dense = wanted.replaceAll("\\s", "");
        List<TreePath> found = members.entrySet().stream()
                .filter(each -> fits(each.getValue(), dense))
                .map(Map.Entry::getKey)
                .toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        throw found.isEmpty()
                ? misfit("is not there any more; there are "
                        + members.values().stream().sorted().toList())
                : misfit("is there " + found.size() + " times; name its class or its parameters' types");
    }

    private static boolean fits(String member, String wanted) {
        String known = wanted.contains("(") ? member : member.replaceAll("\\(.*", "");
        return known.equals(wanted) || known.endsWith("." + wanted);
    }

    private static String classes(TreePath path) {
        StringBuilder classes = new StringBuilder();
        for (Tree each : path.getParentPath()) {
            if (each instanceof ClassTree named) {
                classes.insert(0, named.getSimpleName() + ".");
            }
        }
        return classes.toString();
    }

    private static String parameters(MethodTree method) {
        return method.getParameters().stream()
                .map(parameter -> String.valueOf(parameter.getType()).replaceAll("\\s|@\\w+", ""))
                .collect(Collectors.joining(",", "(", ")"));
    }

    /** The only match below. */
    TreePath find(TreePath scope, Shape shape) {
        List<TreePath> found = shape.in(scope);
        if (shape.number() > 0 && shape.number() <= found.size()) {
            return found.get(shape.number() - 1);
        }
        if (shape.number() == 0 && found.size() == 1) {
            return found.getFirst();
        }
        throw misfit(
                found.isEmpty()
                        ? "has no " + shape.what() + " any more" + calls(scope, shape)
                        : "has " + found.size() + " places with " + shape.what() + ", in lines " + lines(found));
    }

    private static String calls(TreePath scope, Shape shape) {
        return shape instanceof Shape.Call
                ? "; it calls "
                        + Trees.below(
                                        scope,
                                        path -> !Trees.called(path.getLeaf()).isEmpty())
                                .stream()
                                .map(path -> Trees.called(path.getLeaf()).replaceAll("\\(.*\\)", "(…)"))
                                .distinct()
                                .toList()
                : "";
    }

    private List<Long> lines(List<TreePath> paths) {
        return paths.stream()
                .map(path -> unit.getLineMap().getLineNumber(start(path.getLeaf())))
                .toList();
    }

    /** Explains where the bug does not fit, and what to do. */
    IllegalStateException misfit(String how) {
        return new IllegalStateException(
                "%s: %s in %s.java %s. Look at what does its work there now, and write the bug for that."
                        .formatted(bug, where, name, how));
    }

    int start(Tree tree) {
        return (int) positions.getStartPosition(unit, tree);
    }

    int end(Tree tree) {
        return (int) positions.getEndPosition(unit, tree);
    }

    String text(Tree tree) {
        return text.substring(start(tree), end(tree));
    }

    Splice replace(Tree tree, String instead) {
        return new Splice(start(tree), end(tree), instead);
    }

    Splice insert(int at, String more) {
        return new Splice(at, at, more);
    }

    /** Java text with {@code $it} and the other placeholders replaced, see {@link Place}. */
    String filled(String java, TreePath member, TreePath place) {
        Map<String, String> values = new HashMap<>();
        values.put(
                "it",
                place.getLeaf() == member.getLeaf() && member.getLeaf() instanceof MethodTree
                        ? ""
                        : text(place.getLeaf()));
        if (place.getLeaf() instanceof MethodInvocationTree call
                && call.getMethodSelect() instanceof MemberSelectTree select) {
            values.put("on", text(select.getExpression()));
        }
        if (place.getLeaf() instanceof BinaryTree binary) {
            values.put("left", text(binary.getLeftOperand()));
            values.put("right", text(binary.getRightOperand()));
        }
        List<? extends ExpressionTree> arguments =
                Shape.Argument.arguments(place.getLeaf()).orElse(List.of());
        for (int i = 0; i < arguments.size(); i++) {
            values.put(String.valueOf(i + 1), text(arguments.get(i)));
        }
        if (member.getLeaf() instanceof MethodTree method) {
            for (int i = 0; i < method.getParameters().size(); i++) {
                values.put(
                        "p" + (i + 1), method.getParameters().get(i).getName().toString());
            }
        }
        return FILLED.matcher(java).replaceAll(found -> {
            String value = values.get(found.group(1));
            if (value == null) {
                throw misfit("has no $" + found.group(1));
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
