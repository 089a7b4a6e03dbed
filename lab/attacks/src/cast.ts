/** The owner of the template that is attacked. */
export const ADA = 1
/** Somebody unlike her, who helps an attacker by doing what is asked. */
export const ACCOMPLICE = 24
/** Strangers who resemble her, as far as one picture tells not enough. */
export const LOOKALIKES = [41, 33, 30, 12] as const
/** Strangers who do not, and one more victim each for the zoomed photograph. */
export const STRANGERS = [10, 44, 26, 39, 48, 29, 14, 42, 43] as const
/** For comparing what known and unknown ids are told. */
export const CROWD_FROM = 101
