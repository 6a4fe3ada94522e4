#!/usr/bin/env python3
"""Makes familiarity.table: how common Danish words are, from the package wordfreq (pip install wordfreq==3.1.1).

The table holds, for each word of the small Danish list of wordfreq (once per million words or more), the 32-bit
FNV-1a hash of the word and ten times its Zipf frequency as a byte, sorted by hash: five bytes a word, little endian.
The data of wordfreq, and so this table, are licensed CC BY-SA 4.0 (R. Speer, wordfreq, doi:10.5281/zenodo.7199437).
"""
import pathlib
import struct

import wordfreq


def fnv(word):
    value = 0x811C9DC5
    for byte in word.encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value


words = wordfreq.get_frequency_dict("da", wordlist="small")
rows = {fnv(word): min(255, round(10 * wordfreq.zipf_frequency(word, "da", wordlist="small"))) for word in words}
table = b"".join(struct.pack("<IB", key, rows[key]) for key in sorted(rows))
pathlib.Path(__file__).with_name("familiarity.table").write_bytes(table)
print(f"{len(rows)} words, {len(table)} bytes")
