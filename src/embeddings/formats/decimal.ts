// Decimal numbers in bytes, several times faster than by way of strings.

/** Digits that a double holds exactly. */
const EXACT_DIGITS = 15;
const POWERS = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

/** Whether a byte separates fields of a line. */
export function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09;
}

/**
 * Parses the bytes from start to end as a decimal number such as -1, .5, 12.5 or 3e-05; null where they are none.
 *
 * Units: exact to a unit in the last place of a double, hence to single precision.
 */
export function parseDecimal(bytes: Uint8Array, start: number, end: number): number | null {
  let i = start;
  const isNegative = bytes[i] === 0x2d;
  if (isNegative || bytes[i] === 0x2b) i++;
  let mantissa = 0;
  let digits = 0;
  let exponent = 0;
  let hasDigits = false;
  let hasPoint = false;
  for (; i < end; i++) {
    const digit = (bytes[i] ?? 0) - 0x30;
    if (digit >= 0 && digit <= 9) {
      hasDigits = true;
      if (digits < EXACT_DIGITS) {
        mantissa = mantissa * 10 + digit;
        if (mantissa > 0) digits++;
        if (hasPoint) exponent--;
      } else if (!hasPoint) exponent++;
    } else if (bytes[i] === 0x2e && !hasPoint) hasPoint = true;
    else break;
  }
  if (!hasDigits) return null;
  if (i < end) {
    const written = parseExponent(bytes, i, end);
    if (written === null) return null;
    exponent += written;
  }
  const value = scale(mantissa, exponent);
  return isNegative ? -value : value;
}

function parseExponent(bytes: Uint8Array, start: number, end: number): number | null {
  if (bytes[start] !== 0x65 && bytes[start] !== 0x45) return null;
  let i = start + 1;
  const isNegative = bytes[i] === 0x2d;
  if (isNegative || bytes[i] === 0x2b) i++;
  if (i >= end) return null;
  let exponent = 0;
  for (; i < end; i++) {
    const digit = (bytes[i] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return null;
    exponent = Math.min(9999, exponent * 10 + digit);
  }
  return isNegative ? -exponent : exponent;
}

function scale(mantissa: number, exponent: number): number {
  if (mantissa === 0 || exponent === 0) return mantissa;
  if (exponent > 0) return mantissa * (POWERS[exponent] ?? 10 ** exponent);
  const power = POWERS[-exponent];
  if (power !== undefined) return mantissa / power;
  // In two steps: ten to the power of such an exponent may be zero.
  return (mantissa * 10 ** Math.max(exponent + EXACT_DIGITS, -300)) / 10 ** EXACT_DIGITS;
}
