#include "encrypt/frame_record.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_LINE   "phyward frames 1\n"
#define FINGERPRINT  (PHW_FINGERPRINT_SIZE - 1)
#define LEAST_LENGTH (FINGERPRINT + sizeof " 0 0\n" - 1)

_Static_assert(PHW_FRAME_RECORD_ENTRIES_MAX *(
                   FINGERPRINT + sizeof " 4294967295 18446744073709551615\n" - 1) +
                       sizeof FIRST_LINE + sizeof "end 21000\n" <=
                   PHW_FRAME_RECORD_SIZE_MAX,
               "a record that was written can be read");

/* What is left of the text, and which line it begins with. */
typedef struct cursor {
    const char *at;
    const char *end;
    size_t line;
} cursor;

void phw_frame_record_free(phw_frame_record *r)
{
    free(r->entry);
    *r = (phw_frame_record){0};
}

static phw_status malformed(const cursor *c, const char *expected)
{
    return phw_fail(PHW_EINPUT,
                    "line %zu: expected %s; the record of used frame numbers is "
                    "damaged, and without it numbers could be used twice: put back a "
                    "whole copy, or take a new key",
                    c->line, expected);
}

static bool skip(cursor *c, const char *word)
{
    const size_t size = strlen(word);
    if ((size_t)(c->end - c->at) < size || memcmp(c->at, word, size) != 0)
        return false;
    c->at += size;
    return true;
}

/* Digits without signs, blanks and leading zeros. */
static bool read_number(cursor *c, uint64_t *out, uint64_t most)
{
    const char *from = c->at;
    uint64_t value = 0;
    for (; c->at < c->end && *c->at >= '0' && *c->at <= '9'; ++c->at) {
        const uint64_t digit = (uint64_t)(*c->at - '0');
        if (value > (most - digit) / 10)
            return false;
        value = 10 * value + digit;
    }
    *out = value;
    return c->at > from && (*from != '0' || c->at == from + 1);
}

static bool read_key(cursor *c, char key[PHW_FINGERPRINT_SIZE])
{
    if ((size_t)(c->end - c->at) < FINGERPRINT)
        return false;
    memcpy(key, c->at, FINGERPRINT);
    key[FINGERPRINT] = '\0';
    c->at += FINGERPRINT;
    return strspn(key, "0123456789abcdef") == FINGERPRINT;
}

static bool read_entry(cursor *c, phw_frame_entry *out)
{
    uint64_t stream = 0;
    const bool good = read_key(c, out->key) && skip(c, " ") &&
                      read_number(c, &stream, UINT32_MAX) && skip(c, " ") &&
                      read_number(c, &out->highest, UINT64_MAX) && skip(c, "\n");
    out->stream = (uint32_t)stream;
    return good;
}

static phw_status read_entries(phw_frame_record *r, cursor *c, size_t most)
{
    uint64_t n = 0;
    if (!skip(c, FIRST_LINE))
        return malformed(c, "\"phyward frames 1\"");
    for (++c->line; !skip(c, "end "); ++c->line) {
        phw_frame_entry *entry = &r->entry[r->n];
        if (r->n == most || !read_entry(c, entry))
            return malformed(c, "KEY STREAM FRAME or an end");
        if (phw_frame_record_find(r, entry->key, entry->stream) != NULL)
            return malformed(c, "each stream once");
        ++r->n;
    }
    if (!read_number(c, &n, UINT64_MAX) || n != r->n || !skip(c, "\n") ||
        c->at != c->end)
        return malformed(c, "the number of lines, and nothing after");
    return PHW_OK;
}

phw_status phw_frame_record_parse(phw_frame_record *out, const char *text, size_t size)
{
    if (size > PHW_FRAME_RECORD_SIZE_MAX)
        return phw_fail(PHW_EINPUT, "a record of %zu bytes; at most %zu", size,
                        PHW_FRAME_RECORD_SIZE_MAX);
    /* As many as the text has room for. */
    const size_t room = size / LEAST_LENGTH;
    const size_t most =
        room < PHW_FRAME_RECORD_ENTRIES_MAX ? room : PHW_FRAME_RECORD_ENTRIES_MAX;
    phw_frame_record r = {.entry = calloc(most + 1, sizeof *r.entry)};
    if (r.entry == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for %zu frame counters", most);
    cursor c = {.at = text, .end = text + size, .line = 1};
    const phw_status s = read_entries(&r, &c, most);
    if (s)
        phw_frame_record_free(&r);
    else
        *out = r;
    return s;
}

static phw_frame_entry *find(const phw_frame_record *r, const char *key,
                             uint32_t stream)
{
    for (size_t i = 0; i < r->n; ++i) {
        if (r->entry[i].stream == stream && strcmp(r->entry[i].key, key) == 0)
            return &r->entry[i];
    }
    return NULL;
}

const phw_frame_entry *phw_frame_record_find(const phw_frame_record *r, const char *key,
                                             uint32_t stream)
{
    return find(r, key, stream);
}

bool phw_frame_record_knows(const phw_frame_record *r, const char *key)
{
    for (size_t i = 0; i < r->n; ++i) {
        if (strcmp(r->entry[i].key, key) == 0)
            return true;
    }
    return false;
}

phw_status phw_frame_record_set(phw_frame_record *r, const phw_frame_entry *entry)
{
    phw_frame_entry *old = find(r, entry->key, entry->stream);
    if (old != NULL) {
        *old = *entry;
        return PHW_OK;
    }
    if (r->n >= PHW_FRAME_RECORD_ENTRIES_MAX)
        return phw_fail(PHW_EAUTH,
                        "the record of used frame numbers has no room for another "
                        "stream: take one of its %zu, or a new key in a new file",
                        r->n);
    phw_frame_entry *grown = realloc(r->entry, (r->n + 1) * sizeof *grown);
    if (grown == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for a frame counter");
    r->entry = grown;
    r->entry[r->n++] = *entry;
    return PHW_OK;
}

void phw_frame_record_write(phw_writer *w, const phw_frame_record *r)
{
    phw_writer_print(w, FIRST_LINE);
    for (size_t i = 0; i < r->n; ++i)
        phw_writer_print(w, "%s %" PRIu32 " %" PRIu64 "\n", r->entry[i].key,
                         r->entry[i].stream, r->entry[i].highest);
    phw_writer_print(w, "end %zu\n", r->n);
}
