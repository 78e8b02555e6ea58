#include <sodium.h>

#include "core/file.h"

#include "tests/datasets/scratch.h"

#define RECORDINGS "datasets/recordings/"

Test(sums, every_shipped_recording_is_as_it_was_measured)
{
    uint8_t *list = NULL;
    size_t size = 0;
    size_t n = 0;
    cr_assert_eq(
        phw_file_read(&list, &size, source_path(RECORDINGS "SHA256SUMS"), 1 << 20),
        PHW_OK, "%s", phw_error_message());
    char *rest = (char *)list;
    for (char *line = strtok_r(rest, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest), ++n) {
        char path[512];
        char hex[65];
        unsigned char hash[crypto_hash_sha256_BYTES];
        uint8_t *bytes = NULL;
        cr_assert_gt(strlen(line), 66);
        cr_assert_eq(memcmp(line + 64, "  ", 2), 0, "%s", line);
        snprintf(path, sizeof path, RECORDINGS "%s", line + 66);
        cr_assert_eq(phw_file_read(&bytes, &size, source_path(path), 16 << 20), PHW_OK,
                     "%s", phw_error_message());
        crypto_hash_sha256(hash, bytes, size);
        sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
        cr_expect_eq(memcmp(hex, line, 64), 0, "%s was changed", path);
        free(bytes);
    }
    cr_expect_eq(n, 51);
    free(list);
}
