// What a recording may make this process allocate. A depth and a colour picture of 1920 x 1080 take 4 and 6 MB.

/** Largest chunk or message, packed or unpacked. */
export const LARGEST_BLOCK = 64 * 2 ** 20
/** Largest header or description: those of librealsense take less than 10 kB. */
export const LARGEST_TEXT = 2 ** 20
/** Largest side of a picture, pixels. */
export const LARGEST_SIDE = 8192
/** Pictures of one stream that wait for the other's. */
export const LONGEST_QUEUE = 8
