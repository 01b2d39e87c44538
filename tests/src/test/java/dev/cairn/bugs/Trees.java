package dev.cairn.bugs;

import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Searches the compiler's trees. */
final class Trees {
    private Trees() {}

    /**
     * Everything below a place, excluding itself, in source order: earlier first, and of equal beginnings the larger
     * first.
     */
    static List<TreePath> below(TreePath scope, Predicate<TreePath> wanted) {
        List<TreePath> found = new ArrayList<>();
        new TreePathScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void scan(@Nullable Tree tree, @Nullable Void nothing) {
                if (tree != null && tree != scope.getLeaf()) {
                    TreePath path = new TreePath(getCurrentPath(), tree);
                    if (wanted.test(path)) {
                        found.add(path);
                    }
                }
                return super.scan(tree, nothing);
            }
        }.scan(scope, null);
        return found;
    }

    /** The called name with its qualifier: {@code facts.claims.orders}, {@code new Closure}; otherwise empty. */
    static String called(Tree tree) {
        return switch (tree) {
            case MethodInvocationTree call -> dense(call.getMethodSelect());
            case NewClassTree creation -> "new " + dense(creation.getIdentifier());
            case MemberReferenceTree reference ->
                dense(reference.getQualifierExpression()) + "::" + reference.getName();
            default -> "";
        };
    }

    private static String dense(Tree tree) {
        return tree instanceof MemberSelectTree select
                ? dense(select.getExpression()) + "." + select.getIdentifier()
                : tree.toString().replaceAll("\\s", "");
    }

    /** Every name and constant in it. */
    static Set<String> names(TreePath path) {
        Set<String> names = new LinkedHashSet<>();
        List<TreePath> all = below(path, any -> true);
        all.add(path);
        all.forEach(each -> {
            switch (each.getLeaf()) {
                case IdentifierTree name -> names.add(name.getName().toString());
                case MemberSelectTree select -> names.add(select.getIdentifier().toString());
                case MemberReferenceTree reference ->
                    names.add(reference.getName().toString());
                case LiteralTree literal -> names.add(String.valueOf(literal.getValue()));
                default -> {}
            }
        });
        return names;
    }
}
