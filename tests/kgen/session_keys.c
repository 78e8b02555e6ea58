#include "kgen/session_keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "core/file.h"

static phw_key make_key(size_t size, uint8_t first)
{
    phw_key key = {0};
    cr_assert_eq(phw_key_alloc(&key, size), PHW_OK);
    for (size_t i = 0; i < size; ++i)
        key.byte[i] = (uint8_t)(first + i);
    return key;
}

static bool is_same(const phw_key *a, const phw_key *b)
{
    return a->size == b->size &&
           (a->size == 0 || memcmp(a->byte, b->byte, a->size) == 0);
}

static phw_session_keys refreshed(size_t size, uint64_t agreed, uint8_t id)
{
    phw_session_keys keys = {0};
    phw_key key = make_key(size, 3);
    phw_bits bits = {0};
    const uint8_t session[32] = {id};
    cr_assert_eq(phw_bits_push(&bits, agreed, 64), PHW_OK);
    cr_assert_eq(phw_session_keys_refresh(&keys, &key, &bits, session), PHW_OK);
    cr_expect(is_same(&keys.former, &key));
    phw_bits_free(&bits);
    phw_key_free(&key);
    return keys;
}

Test(session_keys, the_next_key_depends_on_the_last_the_agreed_one_and_the_session)
{
    phw_session_keys keys[5] = {
        refreshed(16, 1, 1), refreshed(16, 1, 1), refreshed(17, 1, 1),
        refreshed(16, 2, 1), refreshed(16, 1, 2),
    };
    cr_expect(is_same(&keys[0].present, &keys[1].present), "both ends make the same");
    for (int i = 2; i < 5; ++i)
        cr_expect_not(is_same(&keys[0].present, &keys[i].present), "%d", i);
    for (int i = 0; i < 5; ++i)
        phw_session_keys_free(&keys[i]);
}

Test(session_keys, a_plain_key_and_a_pair_are_read_back_and_nothing_else)
{
    char folder[256];
    char path[300];
    const char *parent = getenv("TMPDIR");
    (void)snprintf(folder, sizeof folder, "%s/phw_session_keys_XXXXXX",
                   parent != NULL ? parent : P_tmpdir);
    cr_assert_not_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/psk", folder);
    phw_key plain = make_key(20, 1);
    phw_session_keys keys = {0};
    cr_assert_eq(phw_key_write(&plain, path), PHW_OK);
    cr_assert_eq(phw_session_keys_read(&keys, path), PHW_OK);
    cr_expect(is_same(&keys.present, &plain));
    cr_expect_eq(keys.former.size, 0);
    phw_session_keys_free(&keys);

    phw_session_keys pair = refreshed(16, 7, 7);
    struct stat info;
    uint8_t *byte = NULL;
    size_t size = 0;
    cr_assert_eq(phw_session_keys_write(&pair, path), PHW_OK);
    cr_assert_eq(stat(path, &info), 0);
    cr_expect_eq(info.st_mode & 0777, 0600);
    cr_assert_eq(phw_session_keys_read(&keys, path), PHW_OK);
    cr_expect(is_same(&keys.present, &pair.present));
    cr_expect(is_same(&keys.former, &pair.former));
    phw_session_keys_free(&keys);

    /* Cut anywhere, and with any byte changed: the magic gone, it is a plain key. */
    cr_assert_eq(phw_file_read(&byte, &size, path, 4096), PHW_OK);
    for (size_t i = 0; i < 2 * size; ++i) {
        phw_key image = make_key(i < size ? i : size, 0);
        memcpy(image.byte, byte, image.size);
        if (i >= size)
            image.byte[i - size] ^= 1;
        phw_writer *w = NULL;
        cr_assert_eq(phw_writer_create(&w, path, true), PHW_OK);
        phw_writer_write(w, image.byte, image.size);
        cr_assert_eq(phw_writer_commit(w), PHW_OK);
        const bool plain_again = i >= size && i - size < 8;
        cr_expect_eq(phw_session_keys_read(&keys, path),
                     plain_again ? PHW_OK : PHW_EINPUT, "%zu", i);
        phw_session_keys_free(&keys);
        phw_key_free(&image);
    }
    memcpy(plain.byte, "PHWPOOL1", 8);
    cr_assert_eq(phw_key_write(&plain, path), PHW_OK);
    cr_expect_eq(phw_session_keys_read(&keys, path), PHW_EINPUT, "a pool is no key");
    cr_assert_eq(phw_session_keys_write(&pair, path), PHW_OK);
    cr_assert_eq(chmod(path, 0640), 0);
    cr_expect_eq(phw_session_keys_read(&keys, path), PHW_EAUTH);
    cr_assert_eq(unlink(path), 0);
    cr_expect_eq(phw_session_keys_read(&keys, path), PHW_EINPUT);
    cr_expect_eq(phw_session_keys_write(&keys, path), PHW_EARG, "none to write");
    cr_assert_eq(rmdir(folder), 0);
    free(byte);
    phw_session_keys_free(&pair);
    phw_key_free(&plain);
}

Test(session_keys, names_tell_keys_apart)
{
    uint8_t name[2][PHW_SESSION_KEY_NAME_SIZE];
    phw_key key[2] = {make_key(16, 1), make_key(16, 2)};
    phw_session_keys_name(name[0], &key[0]);
    phw_session_keys_name(name[1], &key[1]);
    cr_expect_neq(memcmp(name[0], name[1], sizeof name[0]), 0);
    phw_key_free(&key[0]);
    phw_key_free(&key[1]);
}
