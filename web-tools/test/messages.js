/** The texts of the dashboard: what its modules give to `t` and `tn`, and what they show without. */

import {readFileSync, readdirSync} from 'node:fs';
import ts from 'typescript';

const APP = new URL('../../functions/src/main/resources/public/app/', import.meta.url);

/** The modules of the dashboard; not uPlot, which shows no words. */
export const modules = readdirSync(APP, {recursive: true})
  .filter(name => name.endsWith('.js') && !name.startsWith('uplot'))
  .sort();

/** @param {string} name */
export const messages = name => JSON.parse(readFileSync(new URL(`messages/${name}.json`, APP), 'utf8'));

/** @param {string} name */
const parse = name =>
  ts.createSourceFile(name, readFileSync(new URL(name, APP), 'utf8'), ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);

/**
 * The text of a literal, also of several that are added up; undefined for anything else.
 *
 * @param {ts.Node | undefined} node
 * @returns {string | undefined}
 */
function literal(node) {
  if (!node) {
    return undefined;
  }
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
    return node.text;
  }
  if (ts.isParenthesizedExpression(node)) {
    return literal(node.expression);
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [literal(node.left), literal(node.right)];
    return left === undefined || right === undefined ? undefined : left + right;
  }
  return undefined;
}

/**
 * @param {ts.Node} node
 * @param {(node: ts.Node) => void} visit
 */
function walk(node, visit) {
  visit(node);
  ts.forEachChild(node, child => walk(child, visit));
}

/** @param {ts.SourceFile} file @param {ts.Node} node */
const place = (file, node) => `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;

/** All texts with their one form, or null where there is one form only; and the calls whose text is no literal. */
export function texts() {
  /** @type {Map<string, string | null>} */
  const found = new Map();
  /** @type {string[]} */
  const notLiteral = [];
  for (const name of modules.filter(each => each !== 'ui/text.js')) {
    const file = parse(name);
    walk(file, node => {
      if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) {
        return;
      }
      const called = node.expression.text;
      if (called === 't') {
        const text = literal(node.arguments[0]);
        text === undefined ? notLiteral.push(place(file, node)) : found.has(text) || found.set(text, null);
      } else if (called === 'tn') {
        const [one, other] = [literal(node.arguments[1]), literal(node.arguments[2])];
        one === undefined || other === undefined ? notLiteral.push(place(file, node)) : found.set(other, one);
      }
    });
  }
  return {found, notLiteral};
}

/** Properties and attributes whose text is read by people. */
const SHOWN = new Set(['aria-label', 'title', 'placeholder', 'alt', 'label', 'caption', 'words', 'text', 'said']);

/** Functions whose arguments from the given one on are shown. */
const SHOWING = new Map([
  ['el', 2],
  ['card', 0],
  ['select', 0],
  ['choice', 0],
  ['table', 0],
  ['unseen', 0],
  ['announce', 0],
]);

/** A sentence, wherever it stands: it begins with a capital letter, and has several words or a full stop. */
const isSentence = text =>
  /^\p{Lu}\p{Ll}*’?\p{Ll}* \p{L}/u.test(text) && (/[.?!:]$/.test(text) || text.split(' ').length > 2);

/** @param {string} text */
const isText = text => /\p{L}{2}/u.test(text) && (/\s/.test(text) || /^\p{Lu}/u.test(text));

/**
 * Literals of a module that are shown although they are not given to `t`.
 *
 * @param {string} name
 * @param {Set<string>} allowed names of brands and the like
 */
export function flagged(name, allowed) {
  /** @type {ts.Node[]} */
  const found = [];
  const file = parse(name);
  walk(file, node => {
    const text = literal(node) ?? template(node);
    if (text === undefined || !isText(text) || allowed.has(text) || literal(node.parent) !== undefined) {
      return;
    }
    if (!isGiven(node) && (isShown(node) || isSentence(text))) {
      found.push(node);
    }
  });
  return found;
}

/**
 * Literals that are shown although they are not given to `t`.
 *
 * @param {Set<string>} allowed names of brands and the like
 */
export const untranslated = allowed =>
  modules.flatMap(name =>
    flagged(name, allowed).map(node => `${place(node.getSourceFile(), node)} ${literal(node) ?? template(node)}`),
  );

/**
 * The words of a template with values, which stand as `{}`.
 *
 * @param {ts.Node} node
 */
const template = node =>
  ts.isTemplateExpression(node)
    ? node.head.text + node.templateSpans.map(span => `{}${span.literal.text}`).join('')
    : undefined;

/**
 * Whether a literal is given to t or to an error, or names a module.
 *
 * @param {ts.Node} node
 */
function isGiven(node) {
  for (let parent = node.parent; parent && !ts.isBlock(parent); parent = parent.parent) {
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
      const called = parent.expression;
      if (ts.isIdentifier(called) && ['t', 'tn', 'Error', 'RegExp'].includes(called.text)) {
        return parent.arguments?.some(argument => argument === node || contains(argument, node)) ?? false;
      }
      if (ts.isIdentifier(called) && SHOWING.has(called.text)) {
        return false;
      }
    }
    if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent)) {
      return true;
    }
  }
  return false;
}

/**
 * Whether a literal is a part of an argument that is a text itself: one form of several, or a sum.
 *
 * @param {ts.Node} argument
 * @param {ts.Node} node
 */
const contains = (argument, node) =>
  !ts.isObjectLiteralExpression(argument) && argument.pos <= node.pos && node.end <= argument.end;

/**
 * Whether a literal is shown: as an argument of a function that shows, or as a property that is.
 *
 * @param {ts.Node} node
 */
function isShown(node) {
  let child = node;
  let parent = node.parent;
  while (
    ts.isConditionalExpression(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    ts.isParenthesizedExpression(parent) ||
    ts.isTemplateSpan(parent) ||
    (ts.isBinaryExpression(parent) && parent.operatorToken.kind !== ts.SyntaxKind.EqualsEqualsEqualsToken)
  ) {
    if (ts.isConditionalExpression(parent) && parent.condition === child) {
      return false;
    }
    if (ts.isArrayLiteralExpression(parent) && ts.isArrayLiteralExpression(parent.parent)) {
      return parent.elements.indexOf(/** @type {ts.Expression} */ (child)) > 0;
    }
    child = parent;
    parent = parent.parent;
  }
  if (ts.isCallExpression(parent) && ts.isIdentifier(parent.expression)) {
    const from = SHOWING.get(parent.expression.text);
    return from !== undefined && parent.arguments.indexOf(/** @type {ts.Expression} */ (child)) >= from;
  }
  if (ts.isPropertyAssignment(parent) && parent.initializer === child) {
    const property = parent.name;
    return (ts.isIdentifier(property) || ts.isStringLiteral(property)) && SHOWN.has(property.text);
  }
  return false;
}
