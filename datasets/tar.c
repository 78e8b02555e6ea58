#include "datasets/tar.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"

#define BLOCK 512

/* Of an extended header; a name in it has at most PATH_MAX in practice. */
#define MOST_EXTRA 65536

/* Places in a header block (POSIX.1-2001, pax, "ustar Interchange Format"). */
enum {
    NAME = 0,
    NAME_SIZE = 100,
    SIZE = 124,
    SIZE_SIZE = 12,
    SUM = 148,
    SUM_SIZE = 8,
    TYPE = 156,
    MAGIC = 257,
    PREFIX = 345,
    PREFIX_SIZE = 155
};

/* An archive being parsed. */
typedef struct reader {
    FILE *stream;
    uint64_t size;
    uint64_t at; /* of the next header */
    phw_tar *tar;
    size_t room;     /* entries that fit */
    char *long_name; /* of the next entry, from an extended header; or NULL */
    uint64_t long_size;
    bool has_long_size;
} reader;

static phw_status no_memory(void)
{
    return phw_fail(PHW_ENOMEM, "no memory for the archive's entries");
}

static phw_status read_at(reader *r, void *out, size_t n, uint64_t at)
{
    if (at > r->size || n > r->size - at)
        return phw_fail(PHW_EINPUT, "byte %llu: the archive is cut short",
                        (unsigned long long)r->size);
    if (fseeko(r->stream, (off_t)at, SEEK_SET) != 0 || fread(out, 1, n, r->stream) != n)
        return phw_fail(PHW_EINPUT, "byte %llu can't be read: %s",
                        (unsigned long long)at, strerror(errno));
    return PHW_OK;
}

static phw_status bad_number(uint64_t at, const char *what)
{
    return phw_fail(PHW_EINPUT, "byte %llu: the header's %s is no number",
                    (unsigned long long)at, what);
}

/* Octal digits between spaces, or GNU's and star's binary with the first bit set. */
static bool read_number(uint64_t *out, const uint8_t *field, size_t n)
{
    uint64_t value = 0;
    if (field[0] & 0x80U) {
        for (size_t i = 0; i < n; ++i) {
            const uint8_t byte = i == 0 ? field[0] & 0x7FU : field[i];
            if (value >> 55 != 0)
                return false;
            value = value << 8 | byte;
        }
        *out = value;
        return true;
    }
    size_t i = 0;
    while (i < n && field[i] == ' ')
        ++i;
    for (; i < n && field[i] >= '0' && field[i] <= '7'; ++i)
        value = value << 3 | (uint64_t)(field[i] - '0');
    *out = value;
    return i == n || field[i] == ' ' || field[i] == '\0';
}

/* The sum of the header's bytes with its own field as spaces. */
static phw_status check_sum(const uint8_t *header, uint64_t at)
{
    uint64_t expected = 0;
    uint64_t sum = 0;
    for (size_t i = 0; i < BLOCK; ++i)
        sum += i >= SUM && i < SUM + SUM_SIZE ? (uint8_t)' ' : header[i];
    if (!read_number(&expected, header + SUM, SUM_SIZE))
        return bad_number(at, "checksum");
    if (sum != expected)
        return phw_fail(PHW_EINPUT,
                        "byte %llu: the header's checksum is %llu, its bytes give "
                        "%llu: no tar archive, or a damaged one",
                        (unsigned long long)at, (unsigned long long)expected,
                        (unsigned long long)sum);
    return PHW_OK;
}

static bool is_zero(const uint8_t *block)
{
    for (size_t i = 0; i < BLOCK; ++i) {
        if (block[i] != 0)
            return false;
    }
    return true;
}

/* PREFIX/NAME of a header, in a fresh string. */
static char *header_name(const uint8_t *header)
{
    const char *name = (const char *)header + NAME;
    const char *prefix = (const char *)header + PREFIX;
    const size_t n = strnlen(name, NAME_SIZE);
    const bool is_ustar = memcmp(header + MAGIC, "ustar\0", 6) == 0;
    const size_t m = is_ustar ? strnlen(prefix, PREFIX_SIZE) : 0;
    char *out = malloc(m + n + 2);
    if (out == NULL)
        return NULL;
    memcpy(out, prefix, m);
    if (m > 0)
        out[m] = '/';
    memcpy(out + m + (m > 0), name, n);
    out[m + (m > 0) + n] = '\0';
    return out;
}

static phw_status set_long_name(reader *r, const char *text, size_t n)
{
    free(r->long_name);
    r->long_name = strndup(text, n);
    return r->long_name == NULL ? no_memory() : PHW_OK;
}

/* "LENGTH KEY=VALUE\n", `n` bytes in all. */
static phw_status take_record(reader *r, const char *record, size_t n)
{
    const char *space = memchr(record, ' ', n);
    const char *key = space + 1;
    const size_t left = n - (size_t)(key - record) - 1; /* without the line's end */
    if (left >= 5 && memcmp(key, "path=", 5) == 0)
        return set_long_name(r, key + 5, left - 5);
    if (left < 5 || memcmp(key, "size=", 5) != 0)
        return PHW_OK;
    char *end = NULL;
    errno = 0;
    r->long_size = strtoull(key + 5, &end, 10);
    r->has_long_size = true;
    if (errno != 0 || end != key + left || key[5] == '-')
        return bad_number(r->at, "size");
    return PHW_OK;
}

static phw_status read_records(reader *r, const char *text, size_t size)
{
    for (size_t at = 0; at < size;) {
        char *end = NULL;
        const unsigned long n = strtoul(text + at, &end, 10);
        if (n == 0 || n > size - at || *end != ' ' || end >= text + at + n ||
            text[at + n - 1] != '\n')
            return phw_fail(PHW_EINPUT,
                            "byte %llu: an extended header's record is malformed",
                            (unsigned long long)(r->at + BLOCK + at));
        PHW_TRY(take_record(r, text + at, n));
        at += n;
    }
    return PHW_OK;
}

/* What an extended header says of the entry after it. */
static phw_status read_extra(reader *r, uint8_t type, uint64_t size)
{
    if (size > MOST_EXTRA)
        return phw_fail(PHW_EINPUT,
                        "byte %llu: an extended header of %llu bytes; expected at most "
                        "%d",
                        (unsigned long long)r->at, (unsigned long long)size,
                        MOST_EXTRA);
    char *text = malloc((size_t)size + 1);
    if (text == NULL)
        return no_memory();
    phw_status s = read_at(r, text, (size_t)size, r->at + BLOCK);
    text[s ? 0 : size] = '\0';
    if (!s && type == 'L')
        s = set_long_name(r, text, strlen(text));
    else if (!s)
        s = read_records(r, text, (size_t)size);
    free(text);
    return s;
}

static phw_status add(reader *r, char *name, uint64_t size)
{
    phw_tar *t = r->tar;
    if (t->n == PHW_TAR_ENTRIES_MAX)
        return phw_fail(PHW_EINPUT, "byte %llu: more than %d entries",
                        (unsigned long long)r->at, PHW_TAR_ENTRIES_MAX);
    if (t->n == r->room) {
        const size_t room = 2 * r->room + 8;
        phw_tar_entry *more = realloc(t->entry, room * sizeof *more);
        if (more == NULL)
            return no_memory();
        t->entry = more;
        r->room = room;
    }
    if (strncmp(name, "./", 2) == 0)
        memmove(name, name + 2, strlen(name + 2) + 1);
    t->entry[t->n++] = (phw_tar_entry){name, r->at + BLOCK, size};
    return PHW_OK;
}

/* A regular file, whose name and size an extended header may have told. */
static phw_status take_file(reader *r, const uint8_t *header, uint64_t size)
{
    char *name = r->long_name != NULL ? r->long_name : header_name(header);
    r->long_name = NULL;
    if (name == NULL)
        return no_memory();
    const phw_status s = add(r, name, size);
    if (s)
        free(name);
    return s;
}

static phw_status take_entry(reader *r, const uint8_t *header)
{
    uint64_t size = 0;
    const uint8_t type = header[TYPE];
    const bool extra = type == 'x' || type == 'g' || type == 'L' || type == 'K';
    PHW_TRY(check_sum(header, r->at));
    if (!read_number(&size, header + SIZE, SIZE_SIZE))
        return bad_number(r->at, "size");
    if (!extra && r->has_long_size)
        size = r->long_size;
    if (size > r->size - r->at - BLOCK)
        return phw_fail(PHW_EINPUT,
                        "byte %llu: an entry of %llu bytes, of which %llu are there: "
                        "the archive is cut short",
                        (unsigned long long)r->at, (unsigned long long)size,
                        (unsigned long long)(r->size - r->at - BLOCK));
    if (type == 'x' || type == 'L')
        PHW_TRY(read_extra(r, type, size));
    else if (type == '0' || type == '\0' || type == '7')
        PHW_TRY(take_file(r, header, size));
    if (!extra) {
        free(r->long_name);
        r->long_name = NULL;
        r->has_long_size = false;
    }
    const uint64_t blocks = size / BLOCK + (size % BLOCK != 0);
    r->at += BLOCK + blocks * BLOCK;
    return PHW_OK;
}

static phw_status read_entries(reader *r)
{
    while (r->at < r->size) {
        uint8_t header[BLOCK];
        PHW_TRY(read_at(r, header, BLOCK, r->at));
        if (is_zero(header))
            break;
        PHW_TRY(take_entry(r, header));
    }
    return r->tar->n > 0 ? PHW_OK : phw_fail(PHW_EINPUT, "the archive holds no files");
}

phw_status phw_tar_parse(phw_tar *out, FILE *stream, uint64_t size)
{
    phw_tar tar = {0};
    reader r = {.stream = stream, .size = size, .tar = &tar};
    const phw_status s = read_entries(&r);
    free(r.long_name);
    if (s)
        phw_tar_free(&tar);
    else
        *out = tar;
    return s;
}

phw_status phw_tar_read(phw_tar *out, const char *path)
{
    FILE *stream = phw_file_open(path);
    if (stream == NULL)
        return phw_file_refuse(path);
    const off_t end = fseeko(stream, 0, SEEK_END) == 0 ? ftello(stream) : -1;
    phw_status s = end < 0 ? phw_fail(PHW_EINPUT, "%s", strerror(errno))
                           : phw_tar_parse(out, stream, (uint64_t)end);
    (void)fclose(stream);
    return s ? phw_fail_within(s, "%s", path) : PHW_OK;
}

const phw_tar_entry *phw_tar_find(const phw_tar *t, const char *name)
{
    for (size_t i = t->n; i > 0; --i) {
        if (strcmp(t->entry[i - 1].name, name) == 0)
            return &t->entry[i - 1];
    }
    return NULL;
}

void phw_tar_free(phw_tar *t)
{
    for (size_t i = 0; i < t->n; ++i)
        free(t->entry[i].name);
    free(t->entry);
    *t = (phw_tar){0};
}
