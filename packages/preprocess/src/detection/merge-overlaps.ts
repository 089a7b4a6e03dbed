import { intersectionOverUnion } from '@faceward/imaging'
import type { Box, Point } from '@faceward/spec'
import type { Candidate } from './candidate.js'

/**
 * One candidate for each face, best score first: every group that overlaps its best member by more than
 * `overlap` (intersection over union) becomes that member's score with the group's mean box and points,
 * weighted by score. The mean jitters less from frame to frame than the best member alone (Bazarevsky et al.,
 * "BlazeFace", 2019, section 3.3).
 */
export function mergeOverlaps(candidates: readonly Candidate[], overlap: number): readonly Candidate[] {
  const groups: Candidate[][] = []
  for (const candidate of candidates.toSorted((a, b) => b.score - a.score)) {
    const group = groups.find(([best]) => intersectionOverUnion(best!.box, candidate.box) > overlap)
    if (group) group.push(candidate)
    else groups.push([candidate])
  }
  return groups.map(weightedMean)
}

/** As {@link mergeOverlaps}, but each group becomes its best member (non-maximum suppression). */
export function suppressOverlaps(candidates: readonly Candidate[], overlap: number): readonly Candidate[] {
  const kept: Candidate[] = []
  for (const candidate of candidates.toSorted((a, b) => b.score - a.score)) {
    if (kept.every(({ box }) => intersectionOverUnion(box, candidate.box) <= overlap)) kept.push(candidate)
  }
  return kept
}

function weightedMean(group: readonly Candidate[]): Candidate {
  const total = group.reduce((sum, { score }) => sum + score, 0)
  const mean = (value: (candidate: Candidate) => number): number =>
    group.reduce((sum, candidate) => sum + candidate.score * value(candidate), 0) / total
  const box: Box = {
    x: mean((candidate) => candidate.box.x),
    y: mean((candidate) => candidate.box.y),
    width: mean((candidate) => candidate.box.width),
    height: mean((candidate) => candidate.box.height),
  }
  const best = group[0]!
  const points: readonly Point[] = best.points.map((_, index) => ({
    x: mean((candidate) => candidate.points[index]!.x),
    y: mean((candidate) => candidate.points[index]!.y),
  }))
  return { score: best.score, box, points }
}
