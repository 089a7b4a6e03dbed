import ts from 'typescript'

interface Alternatives {
  readonly operator: string
  readonly of: ts.Node
  readonly alternatives: readonly string[]
}

const swapped = new Map<ts.SyntaxKind, [operator: string, other: string]>([
  [ts.SyntaxKind.LessThanToken, ['boundary', '<=']],
  [ts.SyntaxKind.LessThanEqualsToken, ['boundary', '<']],
  [ts.SyntaxKind.GreaterThanToken, ['boundary', '>=']],
  [ts.SyntaxKind.GreaterThanEqualsToken, ['boundary', '>']],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, ['comparison', '!==']],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, ['comparison', '===']],
  [ts.SyntaxKind.PlusToken, ['arithmetic', '-']],
  [ts.SyntaxKind.MinusToken, ['arithmetic', '+']],
  [ts.SyntaxKind.AsteriskToken, ['arithmetic', '/']],
  [ts.SyntaxKind.SlashToken, ['arithmetic', '*']],
  [ts.SyntaxKind.PercentToken, ['arithmetic', '*']],
  [ts.SyntaxKind.PlusEqualsToken, ['arithmetic', '-=']],
  [ts.SyntaxKind.MinusEqualsToken, ['arithmetic', '+=']],
  [ts.SyntaxKind.AmpersandAmpersandToken, ['logic', '||']],
  [ts.SyntaxKind.BarBarToken, ['logic', '&&']],
])
const swappedCalls = new Map([
  ['min', 'max'],
  ['max', 'min'],
  ['some', 'every'],
  ['every', 'some'],
  ['floor', 'ceil'],
  ['ceil', 'floor'],
])

/** What can stand in the place of a node, or of a part of it. */
export function* alternativesOf(node: ts.Node, file: ts.SourceFile): Generator<Alternatives> {
  const text = (of: ts.Node) => of.getText(file)
  if (ts.isBinaryExpression(node)) {
    const found = swapped.get(node.operatorToken.kind)
    if (found !== undefined && !(found[1] === '-' && joinsText(node))) {
      const [operator, other] = found
      yield { operator, of: node.operatorToken, alternatives: [other] }
    } else if (node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken) {
      yield { operator: 'fallback', of: node, alternatives: [`(${text(node.left)})`] }
    }
  } else if (ts.isPrefixUnaryExpression(node)) {
    if (node.operator === ts.SyntaxKind.ExclamationToken)
      yield { operator: 'condition', of: node, alternatives: [text(node.operand)] }
    else if (node.operator === ts.SyntaxKind.MinusToken)
      yield { operator: 'arithmetic', of: node, alternatives: [text(node.operand)] }
  } else if (ts.isConditionalExpression(node)) {
    yield { operator: 'condition', of: node.condition, alternatives: [`!(${text(node.condition)})`] }
  } else if (ts.isIfStatement(node)) {
    yield { operator: 'condition', of: node.expression, alternatives: [`!(${text(node.expression)})`] }
    if (node.elseStatement === undefined) yield { operator: 'removed guard', of: node, alternatives: [';'] }
  } else if (ts.isExpressionStatement(node)) {
    if (node.expression.kind !== ts.SyntaxKind.StringLiteral && !isSuperCall(node.expression))
      yield { operator: 'removed statement', of: node, alternatives: [';'] }
  } else if (ts.isReturnStatement(node) && node.expression !== undefined && !isPlain(node.expression)) {
    yield { operator: 'returned value', of: node.expression, alternatives: ['undefined'] }
  } else if (ts.isNumericLiteral(node)) {
    const alternatives = otherNumbers(Number(node.text))
    if (alternatives.length > 0) yield { operator: 'number', of: node, alternatives }
  } else if (node.kind === ts.SyntaxKind.TrueKeyword) {
    yield { operator: 'boolean', of: node, alternatives: ['false'] }
  } else if (node.kind === ts.SyntaxKind.FalseKeyword) {
    yield { operator: 'boolean', of: node, alternatives: ['true'] }
  } else if (ts.isStringLiteral(node)) {
    if (isCode(node)) yield { operator: 'code', of: node, alternatives: [`'${node.text}-mutant'`] }
  } else if (ts.isSpreadAssignment(node) || ts.isSpreadElement(node)) {
    const empty = ts.isSpreadAssignment(node) ? '...{}' : '...[]'
    if (!ts.isCallExpression(node.parent))
      yield { operator: 'removed spread', of: node, alternatives: [empty] }
  } else if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const other = swappedCalls.get(node.expression.name.text)
    if (other !== undefined) yield { operator: 'call', of: node.expression.name, alternatives: [other] }
  }
}

const isPlain = (node: ts.Node) =>
  node.kind === ts.SyntaxKind.TrueKeyword ||
  node.kind === ts.SyntaxKind.FalseKeyword ||
  (ts.isIdentifier(node) && node.text === 'undefined')

const isSuperCall = (node: ts.Node) =>
  ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword

/** `+` that puts text together, as far as the source alone shows. */
function joinsText(node: ts.Node): boolean {
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return true
  return ts.isBinaryExpression(node) && (joinsText(node.left) || joinsText(node.right))
}

/** Small whole numbers one more, others doubled. Guards against rounding (below 1e-6) are left alone. */
function otherNumbers(value: number): string[] {
  if (value !== 0 && Math.abs(value) < 1e-6) return []
  return Number.isInteger(value) && value <= 3 ? [String(value + 1)] : [String(value * 2)]
}

/** Codes and kinds that others read: one word of small letters, not a message, a name of an import or a type. */
function isCode(node: ts.StringLiteral): boolean {
  if (!/^[a-z][a-z0-9]*([-_][a-z0-9]+)*$/.test(node.text)) return false
  const { parent } = node
  return !(ts.isPropertyAssignment(parent) && parent.name === node) && !ts.isImportAttribute(parent)
}
