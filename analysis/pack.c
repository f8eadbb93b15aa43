/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/pack.h"

void pack_number(struct buffer *out, uint64_t number)
{
    char bytes[10];
    size_t len = 0;

    if (number < 0x80) {
        buffer_char(out, (char)number);
        return;
    }
    for (; number >= 0x80; number >>= 7)
        bytes[len++] = (char)(0x80 | (number & 0x7f));
    bytes[len++] = (char)number;
    buffer_add(out, bytes, len);
}

void pack_signed(struct buffer *out, int64_t number)
{
    pack_number(out, ((uint64_t)number << 1) ^ (uint64_t)(number >> 63));
}

void pack_u32(struct buffer *out, uint32_t number)
{
    char bytes[4];

    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (char)(number >> (8 * i));
    buffer_add(out, bytes, sizeof(bytes));
}

void pack_double(struct buffer *out, double number)
{
    uint64_t bits;

    memcpy(&bits, &number, sizeof(bits));
    pack_u32(out, (uint32_t)bits);
    pack_u32(out, (uint32_t)(bits >> 32));
}

void pack_span(struct buffer *out, struct span text)
{
    pack_number(out, text.len);
    buffer_span(out, text);
}

struct unpack unpack_new(struct span packed)
{
    return (struct unpack){.rest = packed};
}

static struct span take(struct unpack *in, uint64_t len)
{
    if (in->bad || len > in->rest.len) {
        in->bad = true;
        return SPAN("");
    }
    struct span taken = {in->rest.at, (size_t)len};
    in->rest = span_from(in->rest, (size_t)len);
    return taken;
}

uint64_t unpack_number(struct unpack *in)
{
    uint64_t number = 0;

    for (unsigned shift = 0; shift < 64; shift += 7) {
        struct span byte = take(in, 1);
        if (in->bad)
            return 0;
        number |= (uint64_t)((unsigned char)*byte.at & 0x7f) << shift;
        if (!((unsigned char)*byte.at & 0x80))
            return number;
    }
    in->bad = true;
    return 0;
}

int64_t unpack_signed(struct unpack *in)
{
    uint64_t number = unpack_number(in);

    return (int64_t)((number >> 1) ^ (~(number & 1) + 1));
}

uint32_t unpack_u32(struct unpack *in)
{
    struct span bytes = take(in, 4);
    uint32_t number = 0;

    for (size_t i = 0; i < bytes.len; i++)
        number |= (uint32_t)(unsigned char)bytes.at[i] << (8 * i);
    return number;
}

double unpack_double(struct unpack *in)
{
    uint64_t low = unpack_u32(in), bits = low | (uint64_t)unpack_u32(in) << 32;
    double number;

    memcpy(&number, &bits, sizeof(number));
    return number;
}

struct span unpack_span(struct unpack *in)
{
    return take(in, unpack_number(in));
}

size_t unpack_count(struct unpack *in, size_t least)
{
    uint64_t count = unpack_number(in);

    if (count > in->rest.len / least)
        in->bad = true;
    return in->bad ? 0 : (size_t)count;
}
