// From bytes to places in a text of the page.
//
// The server counts bytes of UTF-8, JavaScript counts units of UTF-16, and the page shows every line break as one
// unit where the text may have two (CRLF).

/** A text as it is shown, and where the server's byte offsets stand in it. */
export class Offsets {
  /** @param {string} source the text whose bytes the server counts */
  constructor(source) {
    const starts = new Uint32Array(source.length + 1);
    let shown = "";
    let bytes = 0;
    let length = 0;
    for (let at = 0; at < source.length; at++) {
      starts[length++] = bytes;
      const code = source.charCodeAt(at);
      if (code < 0x80) {
        bytes += 1;
        if (code === 13 && source.charCodeAt(at + 1) === 10) {
          bytes += 1;
          at += 1;
        }
      } else if (code < 0x800) {
        bytes += 2;
      } else if (isPair(code, source.charCodeAt(at + 1))) {
        // Both halves stand where the character begins, so no offset falls between them.
        starts[length++] = bytes;
        bytes += 4;
        at += 1;
      } else {
        bytes += 3;
      }
    }
    starts[length] = bytes;
    shown = source.replace(/\r\n?/g, "\n");
    this.text = shown;
    this.starts = starts.subarray(0, length + 1);
  }

  /** The index in the shown text of a byte of the source. */
  index(byte) {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.starts[middle] < byte) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** A place `{start, end}` in bytes as one in the shown text. */
  place({ start, end }) {
    return { start: this.index(start), end: this.index(end) };
  }
}

function isPair(first, second) {
  return first >= 0xd800 && first < 0xdc00 && second >= 0xdc00 && second < 0xe000;
}
