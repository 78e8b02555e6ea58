#include "kgen/secret_kind.h"

#include <string.h>

#include <criterion/criterion.h>

Test(secret_kind, files_are_told_apart_by_their_first_bytes)
{
    uint8_t byte[12] = {0};
    cr_expect_eq(phw_secret_kind_of(byte, sizeof byte), PHW_SECRET_KEY);
    cr_expect_null(phw_secret_magic(PHW_SECRET_KEY));
    for (int kind = PHW_SECRET_KEYS; kind <= PHW_SECRET_POOL; ++kind) {
        const uint8_t *magic = phw_secret_magic((phw_secret_kind)kind);
        memcpy(byte, magic, PHW_SECRET_MAGIC_SIZE);
        cr_expect_eq((int)phw_secret_kind_of(byte, sizeof byte), kind);
        cr_expect_eq((int)phw_secret_kind_of(byte, PHW_SECRET_MAGIC_SIZE), kind);
        cr_expect_eq(phw_secret_kind_of(byte, 7), PHW_SECRET_KEY, "too short for one");
        cr_expect_eq(phw_secret_check_key(byte, sizeof byte, "it"), PHW_EINPUT);
        for (size_t i = 0; i < PHW_SECRET_MAGIC_SIZE; ++i) {
            byte[i] ^= 0x20;
            cr_expect_eq(phw_secret_kind_of(byte, sizeof byte), PHW_SECRET_KEY);
            cr_expect_eq(phw_secret_check_key(byte, sizeof byte, "it"), PHW_OK);
            byte[i] ^= 0x20;
        }
    }
}
