import ts from 'typescript'
import type { MutationPoint } from './mutation.js'
import { alternativesOf } from './operators.js'

/** Every place in a TypeScript source where a fault can be planted, in the order of the text. */
export function listMutations(source: string): MutationPoint[] {
  const file = ts.createSourceFile('source.ts', source, ts.ScriptTarget.ES2022, true)
  const points: MutationPoint[] = []
  const visit = (node: ts.Node, scope: number) => {
    if (isOfTypesOnly(node)) return
    for (const { operator, of, alternatives } of alternativesOf(node, file)) {
      points.push({ operator, start: of.getStart(file), end: of.getEnd(), alternatives, scope })
    }
    const body = bodyOf(node)
    ts.forEachChild(node, (child) => visit(child, child === body ? body.getStart(file) : scope))
  }
  visit(file, -1)
  return points.sort((one, other) => one.start - other.start || one.end - other.end)
}

/** Where the bodies of functions begin, so that it can be told which were run. */
export function listBodies(source: string): number[] {
  const file = ts.createSourceFile('source.ts', source, ts.ScriptTarget.ES2022, true)
  const starts: number[] = []
  const visit = (node: ts.Node) => {
    const body = bodyOf(node)
    if (body !== undefined) starts.push(body.getStart(file))
    ts.forEachChild(node, visit)
  }
  visit(file)
  return starts
}

function bodyOf(node: ts.Node): ts.Block | undefined {
  const { body } = node as { body?: ts.Node }
  return ts.isFunctionLike(node) && body !== undefined && ts.isBlock(body) ? body : undefined
}

const isOfTypesOnly = (node: ts.Node): boolean =>
  ts.isTypeNode(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isImportDeclaration(node) ||
  ts.isExportDeclaration(node)
