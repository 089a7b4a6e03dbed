/**
 * The boxes and arrows of the first Mermaid flowchart of a text: what stands in a box, one line each below its title in
 * bold, and `a --> b` lines.
 *
 * @param {string} markdown
 * @returns {{ boxes: Map<string, string[]>, arrows: string[] }}
 */
export function readDrawing(markdown) {
  const drawing = /```mermaid\n([\s\S]*?)```/.exec(markdown)?.[1] ?? ''
  const boxes = [...drawing.matchAll(/^ *(\w+)\["<b>.*?<\/b><br\/>(.*)"\]$/gm)]
  const arrows = [...drawing.matchAll(/^ *(\w+ --> \w+)$/gm)]
  return {
    boxes: new Map(boxes.map(([, name = '', members = '']) => [name, members.split('<br/>')])),
    arrows: arrows.map(([, arrow = '']) => arrow),
  }
}
