#include "datasets/tar.h"

#include <stdlib.h>

#include "tests/datasets/scratch.h"
#include "tests/datasets/tar_bytes.h"

static phw_status parse(phw_tar *out, const uint8_t *bytes, size_t n)
{
    /* A copy of the size alone, so that the sanitizers see a read past it. */
    uint8_t *copy = malloc(n + (n == 0));
    memcpy(copy, bytes, n);
    FILE *stream = fmemopen(copy, n + (n == 0), "rb");
    cr_assert_not_null(stream);
    const phw_status s = phw_tar_parse(out, stream, n);
    (void)fclose(stream);
    free(copy);
    return s;
}

static void expect_entry(const phw_tar *t, const char *name, uint64_t offset,
                         uint64_t size)
{
    const phw_tar_entry *e = phw_tar_find(t, name);
    cr_assert_not_null(e, "%s", name);
    cr_expect_eq(e->offset, offset, "%s: %llu", name, (unsigned long long)e->offset);
    cr_expect_eq(e->size, size, "%s: %llu", name, (unsigned long long)e->size);
}

/* Every kind of entry that is known. */
static void fill(tar_bytes *t)
{
    static const char path[] = "19 path=pax/name.x\n31 comment=nothing of interest\n";
    static const char size[] = "10 size=3\n";
    char longest[301];
    memset(longest, 'n', 300);
    longest[300] = '\0';
    (void)tar_add(t, '5', "folder/", NULL, 0);                   /* 0 */
    (void)tar_add(t, '0', "./folder/a", "abc", 3);               /* 512 */
    (void)tar_add(t, 'x', "PaxHeader/b", path, sizeof path - 1); /* 1536 */
    (void)tar_add(t, '0', "cut", "0123456789", 10);              /* 2560 */
    (void)tar_add(t, 'L', "././@LongLink", longest, 301);        /* 3584 */
    (void)tar_add(t, '0', "nnn", NULL, 0);                       /* 4608 */
    uint8_t *header = tar_add(t, '0', "binary", "12345", 5);     /* 5120 */
    memset(header + 124, 0, 12);
    header[124] = 0x80;
    header[135] = 5;
    tar_seal(header);
    (void)tar_add(t, 'x', "PaxHeader/c", size, sizeof size - 1); /* 6144 */
    header = tar_add(t, '0', "sized", "xyz", 3);                 /* 7168 */
    (void)snprintf((char *)header + 124, 12, "%011o", 0);
    tar_seal(header);
    header = tar_add(t, '0', "tail", "z", 1); /* 8192 */
    (void)snprintf((char *)header + 345, 155, "pre/fix");
    tar_seal(header);
    (void)tar_add(t, '2', "link", NULL, 0); /* 9216 */
    tar_end(t);
}

static tar_bytes archive;

Test(tar, finds_files_by_ustar_pax_and_gnu_names)
{
    phw_tar t = {0};
    fill(&archive);
    cr_assert_eq(parse(&t, archive.byte, archive.n), PHW_OK, "%s", phw_error_message());
    cr_expect_eq(t.n, 6);
    expect_entry(&t, "folder/a", 1024, 3);
    expect_entry(&t, "pax/name.x", 3072, 10);
    expect_entry(&t, "binary", 5632, 5);
    expect_entry(&t, "sized", 7680, 3);
    expect_entry(&t, "pre/fix/tail", 8704, 1);
    cr_expect_null(phw_tar_find(&t, "nnn"));
    cr_expect_eq(strlen(t.entry[2].name), 300);
    phw_tar_free(&t);
}

Test(tar, the_last_of_a_name_counts_and_the_end_may_lack)
{
    phw_tar t = {0};
    (void)tar_add(&archive, '0', "a", "1", 1);
    (void)tar_add(&archive, '0', "a", "22", 2);
    cr_assert_eq(parse(&t, archive.byte, archive.n), PHW_OK, "%s", phw_error_message());
    expect_entry(&t, "a", 1536, 2);
    phw_tar_free(&t);
}

Test(tar, cut_at_any_byte_it_is_an_error_or_ends_between_entries)
{
    fill(&archive);
    for (size_t n = 0; n < archive.n; ++n) {
        phw_tar t = {0};
        const phw_status s = parse(&t, archive.byte, n);
        cr_assert(s == PHW_EINPUT || s == PHW_OK, "%zu", n);
        /* Between entries, or behind the last entry's bytes in its block. */
        if (s == PHW_OK)
            cr_assert(t.n > 0 && n >= 1027, "%zu", n);
        phw_tar_free(&t);
    }
}

Test(tar, a_wrong_byte_never_gives_an_entry_outside_the_archive)
{
    fill(&archive);
    for (size_t k = 0; k < archive.n; k += k % 512 < 260 ? 1 : 37) {
        phw_tar t = {0};
        archive.byte[k] ^= (uint8_t)(1U << k % 8);
        if (parse(&t, archive.byte, archive.n) == PHW_OK) {
            for (size_t i = 0; i < t.n; ++i)
                cr_assert(t.entry[i].offset <= archive.n &&
                          t.entry[i].size <= archive.n - t.entry[i].offset);
        }
        phw_tar_free(&t);
        archive.byte[k] ^= (uint8_t)(1U << k % 8);
    }
}

Test(tar, what_is_malformed_is_named)
{
    phw_tar t = {0};
    uint8_t *header = tar_add(&archive, '0', "a", "1", 1);
    header[0] = 'b';
    EXPECT_FAILURE(parse(&t, archive.byte, archive.n), PHW_EINPUT, "checksum");
    header[124] = '9';
    tar_seal(header);
    EXPECT_FAILURE(parse(&t, archive.byte, archive.n), PHW_EINPUT, "size");
    memset(header + 124, 0xFF, 12);
    tar_seal(header);
    EXPECT_FAILURE(parse(&t, archive.byte, archive.n), PHW_EINPUT, "size");
    (void)snprintf((char *)header + 124, 12, "%011o", 0x7FFFFFFF);
    tar_seal(header);
    EXPECT_FAILURE(parse(&t, archive.byte, archive.n), PHW_EINPUT, "cut short");
    archive.n = 0;
    (void)tar_add(&archive, 'x', "x", "99 path=a\n", 10);
    EXPECT_FAILURE(parse(&t, archive.byte, archive.n), PHW_EINPUT, "malformed");
    archive.n = 0;
    (void)tar_add(&archive, 'x', "x", "9 size=\n\n", 9);
    EXPECT_FAILURE(parse(&t, archive.byte, archive.n), PHW_EINPUT, "size");
    archive.n = 0;
    tar_end(&archive);
    EXPECT_FAILURE(parse(&t, archive.byte, archive.n), PHW_EINPUT, "no files");
    EXPECT_FAILURE(phw_tar_read(&t, "none.tar"), PHW_EINPUT, "none.tar");
}
