#include "core/key.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <criterion/criterion.h>
#include <sodium.h>

#include "core/file.h"

static char folder[256];
static char path[300];

static void enter(void)
{
    const char *parent = getenv("TMPDIR");
    (void)snprintf(folder, sizeof folder, "%s/phw_key_XXXXXX",
                   parent != NULL ? parent : P_tmpdir);
    cr_assert_not_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/key.bin", folder);
}

static void leave(void)
{
    (void)unlink(path);
    (void)rmdir(folder);
}

TestSuite(key, .init = enter, .fini = leave);

static phw_key counting(size_t size)
{
    phw_key key = {0};
    cr_assert_eq(phw_key_alloc(&key, size), PHW_OK);
    for (size_t i = 0; i < size; ++i)
        key.byte[i] = (uint8_t)i;
    return key;
}

static void write_raw(size_t size, mode_t mode)
{
    FILE *file = fopen(path, "wb");
    cr_assert_not_null(file);
    for (size_t i = 0; i < size; ++i)
        cr_assert_neq(fputc((int)(i % 251), file), EOF);
    cr_assert_eq(fclose(file), 0);
    cr_assert_eq(chmod(path, mode), 0);
}

static void expect_hex(const phw_key *key, const char *want)
{
    char hex[200];
    cr_expect_str_eq(sodium_bin2hex(hex, sizeof hex, key->byte, key->size), want);
}

Test(key, fingerprints_and_subkeys_are_the_known_answers)
{
    char kat[4096];
    (void)snprintf(kat, sizeof kat, "%s/tests/kat/key.txt", getenv("PHW_SOURCE"));
    FILE *file = fopen(kat, "r");
    cr_assert_not_null(file, "%s", kat);
    char line[512];
    size_t n = 0;
    while (fgets(line, sizeof line, file) != NULL) {
        size_t size = 0;
        char want[3][140];
        if (sscanf(line, "key %zu %139s %139s %139s", &size, want[0], want[1],
                   want[2]) != 4)
            continue;
        phw_key key = counting(size);
        phw_key payload = {0};
        phw_key tag = {0};
        char fingerprint[PHW_FINGERPRINT_SIZE];
        phw_key_fingerprint(fingerprint, &key);
        cr_expect_str_eq(fingerprint, want[0]);
        cr_assert_eq(phw_key_derive(&payload, 32, &key, "payload"), PHW_OK);
        cr_assert_eq(phw_key_derive(&tag, 16, &key, "tag"), PHW_OK);
        expect_hex(&payload, want[1]);
        expect_hex(&tag, want[2]);
        phw_key_free(&key);
        phw_key_free(&payload);
        phw_key_free(&tag);
        ++n;
    }
    (void)fclose(file);
    cr_expect_eq(n, 5);
}

Test(key, a_subkey_of_an_impossible_size_is_refused)
{
    phw_key key = counting(32);
    phw_key out = {0};
    cr_expect_eq(phw_key_derive(&out, 15, &key, "x"), PHW_EARG);
    cr_expect_eq(phw_key_derive(&out, 65, &key, "x"), PHW_EARG);
    cr_expect_null(out.byte);
    phw_key_free(&key);
}

Test(key, bits_fill_bytes_lowest_first)
{
    uint8_t byte[40];
    phw_bits bits = {0};
    phw_key key = {0};
    for (size_t i = 0; i < sizeof byte; ++i)
        byte[i] = (uint8_t)(53 * i + 7);
    cr_assert_eq(phw_bits_from_bytes(&bits, byte, 317), PHW_OK);
    cr_assert_eq(phw_key_from_bits(&key, &bits, 39), PHW_OK);
    cr_expect_arr_eq(key.byte, byte, 39);
    phw_key_free(&key);
    cr_expect_eq(phw_key_from_bits(&key, &bits, 40), PHW_EARG);
    cr_expect_null(key.byte);
    phw_bits_free(&bits);
}

Test(key, a_file_holds_the_bytes_alone_and_only_its_owner_reads_it)
{
    (void)umask(0);
    phw_key key = counting(32);
    cr_assert_eq(phw_key_write(&key, path), PHW_OK);
    struct stat info;
    cr_assert_eq(stat(path, &info), 0);
    cr_expect_eq(info.st_mode & 07777, 0600);
    cr_expect_eq(info.st_size, 32);
    phw_key back = {0};
    cr_assert_eq(phw_key_read(&back, path), PHW_OK);
    cr_assert_eq(back.size, 32);
    cr_expect_arr_eq(back.byte, key.byte, 32);
    phw_key_free(&key);
    phw_key_free(&back);
}

Test(key, a_file_that_others_may_read_is_refused)
{
    const mode_t open_modes[] = {0640, 0604, 0620, 0602, 0610, 0601, 0644, 0777};
    for (size_t i = 0; i < sizeof open_modes / sizeof open_modes[0]; ++i) {
        phw_key key = {0};
        write_raw(32, open_modes[i]);
        cr_expect_eq(phw_key_read(&key, path), PHW_EAUTH, "mode %o", open_modes[i]);
        cr_expect_null(key.byte);
    }
    phw_key key = {0};
    write_raw(32, 0400);
    cr_expect_eq(phw_key_read(&key, path), PHW_OK);
    phw_key_free(&key);
}

Test(key, only_16_to_4096_bytes_are_a_key_file)
{
    const size_t sizes[] = {0, 1, 15, 16, 32, 4095, 4096, 4097, 100000};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; ++i) {
        const bool fits = sizes[i] >= 16 && sizes[i] <= 4096;
        phw_key key = {0};
        write_raw(sizes[i], 0600);
        cr_expect_eq(phw_key_read(&key, path), fits ? PHW_OK : PHW_EINPUT, "%zu",
                     sizes[i]);
        cr_expect_eq(key.size, fits ? sizes[i] : 0);
        phw_key_free(&key);
        cr_assert_eq(unlink(path), 0);
        key = counting(sizes[i]);
        cr_expect_eq(phw_key_write(&key, path), fits ? PHW_OK : PHW_EARG, "%zu",
                     sizes[i]);
        cr_expect_eq(access(path, F_OK) == 0, fits);
        phw_key_free(&key);
    }
}

Test(key, what_is_no_file_is_an_answer_that_names_it)
{
    phw_key key = {0};
    cr_expect_eq(phw_key_read(&key, path), PHW_EINPUT);
    cr_expect_not_null(strstr(phw_error_message(), path));
    cr_expect_eq(phw_key_read(&key, folder), PHW_EINPUT);
    cr_expect_not_null(strstr(phw_error_message(), "folder"));
    key = counting(32);
    char nowhere[320];
    (void)snprintf(nowhere, sizeof nowhere, "%s/none/key.bin", folder);
    cr_expect_eq(phw_key_write(&key, nowhere), PHW_EIO);
    phw_key_free(&key);
}

/* How a child ends that reads the byte at `offset` of a 32-byte key. */
static int child_that_reads(ptrdiff_t offset)
{
    const pid_t child = fork();
    if (child == 0) {
        const struct rlimit no_core = {0, 0};
        (void)setrlimit(RLIMIT_CORE, &no_core);
        (void)freopen("/dev/null", "w", stderr);
        phw_key key = counting(32);
        const volatile uint8_t *byte = key.byte;
        (void)byte[offset];
        _exit(0);
    }
    int status = -1;
    cr_assert_eq(waitpid(child, &status, 0), child);
    return status;
}

Test(key, reading_past_the_end_ends_the_program)
{
    cr_expect_eq(child_that_reads(31), 0);
    cr_expect_neq(child_that_reads(32), 0);
    cr_expect_neq(child_that_reads(-sysconf(_SC_PAGESIZE)), 0);
}

Test(key, a_zeroed_one_may_be_freed)
{
    phw_key key = {0};
    phw_key_free(&key);
    cr_expect_null(key.byte);
}

Test(key, other_secret_files_have_bounds_of_their_own)
{
    phw_key key = {0};
    phw_writer *w = NULL;
    cr_assert_eq(phw_writer_create(&w, path, true), PHW_OK);
    phw_writer_write(w, "0123456789", 10);
    cr_assert_eq(phw_writer_commit(w), PHW_OK);
    cr_expect_eq(phw_key_read_sized(&key, path, 11, 100), PHW_EINPUT);
    cr_expect_eq(phw_key_read_sized(&key, path, 0, 9), PHW_EINPUT);
    cr_expect_not_null(strstr(phw_error_message(), "0 to 9"));
    cr_expect_null(key.byte);
    cr_expect_eq(phw_key_read_sized(&key, path, 10, 10), PHW_OK);
    cr_expect_eq(key.size, 10);
    cr_expect_eq(memcmp(key.byte, "0123456789", 10), 0);
    phw_key_free(&key);
}
