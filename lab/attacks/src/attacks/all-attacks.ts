import type { Attack } from '../stage.js'
import { answersWithAPlane } from './answers-with-a-plane.js'
import { asksWhoIsEnrolled } from './asks-who-is-enrolled.js'
import { blocksTheLoop } from './blocks-the-loop.js'
import { comesThroughAProxy, saysLocalhost, startsWithoutKeys } from './claims-to-be-local.js'
import { costsMuchToDecode } from './costs-much-to-decode.js'
import { doesNothing, sendsFramesAlone } from './does-nothing.js'
import { drawsAgain, letsThemLapse } from './draws-again.js'
import { enrolsOnePicture, enrolsWithoutChallenge } from './enrols-one-picture.js'
import { fadesAFaceIn } from './fades-a-face-in.js'
import { floodsWithJunk } from './floods-with-junk.js'
import { hangsUp } from './hangs-up.js'
import { ownerAnswers, ownersStills, somebodyEnrols } from './honest-people.js'
import { leavesStacks } from './leaves-stacks.js'
import { ownerAmongStrangers, tenPeopleAtOnce } from './many-people-at-once.js'
import { namesAllItCannot, zoomsOnePhotograph } from './names-all-it-cannot.js'
import { operatorReplacesByAnother, ownerIsEnrolledAnew, replacesATemplate } from './replaces-a-template.js'
import { shutsTheUserOut } from './shuts-the-user-out.js'
import { lookAlikeAnswers, staysLonger } from './stays-longer.js'
import { staysSilent } from './stays-silent.js'
import { takesOddIds } from './takes-odd-ids.js'

/** Every attack and the honest people beside them, in the order of the table. `crowd`: people in the test of who is known. */
export const allAttacks = (crowd: number): readonly Attack[] => [
  namesAllItCannot,
  zoomsOnePhotograph,
  answersWithAPlane,
  doesNothing,
  sendsFramesAlone,
  drawsAgain,
  letsThemLapse,
  hangsUp,
  shutsTheUserOut,
  ownerAnswers,
  tenPeopleAtOnce,
  ownerAmongStrangers,
  staysLonger,
  lookAlikeAnswers,
  fadesAFaceIn,
  asksWhoIsEnrolled(crowd),
  ownersStills,
  enrolsOnePicture,
  enrolsWithoutChallenge,
  somebodyEnrols,
  replacesATemplate,
  operatorReplacesByAnother,
  ownerIsEnrolledAnew,
  takesOddIds,
  saysLocalhost,
  comesThroughAProxy,
  startsWithoutKeys,
  floodsWithJunk,
  costsMuchToDecode,
  blocksTheLoop,
  staysSilent,
  leavesStacks,
]
