#include "encrypt/ciphers.h"

#include <stdio.h>
#include <string.h>

#include "core/param.h"
#include "encrypt/cipher_permute.h"
#include "encrypt/cipher_rotate.h"
#include "encrypt/cipher_xor.h"

/* The canonical order. */
static const phw_cipher *const entries[] = {
    &phw_cipher_xor,
    &phw_cipher_permute,
    &phw_cipher_rotate8,
    &phw_cipher_rotate16,
};

#define N_ENTRIES (sizeof entries / sizeof entries[0])

_Static_assert(N_ENTRIES <= PHW_CIPHERS_MAX, "a list may have all ciphers");

const phw_cipher *const *phw_cipher_list(size_t *n)
{
    *n = N_ENTRIES;
    return entries;
}

phw_status phw_cipher_find(const phw_cipher **out, const char *name)
{
    const char *names[N_ENTRIES + 1] = {0};
    for (size_t i = 0; i < N_ENTRIES; ++i)
        names[i] = entries[i]->name;
    const phw_param choice = {.name = "cipher", .choice = names};
    double index = 0;
    PHW_TRY(phw_param_read(&index, &choice, name));
    *out = entries[(size_t)index];
    return PHW_OK;
}

static phw_status mark(bool chosen[N_ENTRIES], const char *name)
{
    const phw_cipher *cipher = NULL;
    PHW_TRY(phw_cipher_find(&cipher, name));
    for (size_t i = 0; i < N_ENTRIES; ++i) {
        if (chosen[i] && entries[i] == cipher)
            return phw_fail(PHW_EARG, "cipher: %s is there twice", name);
        if (chosen[i] && entries[i]->phase_bits > 0 && cipher->phase_bits > 0)
            return phw_fail(PHW_EARG, "cipher: %s and %s both rotate; take one",
                            entries[i]->name, name);
    }
    for (size_t i = 0; i < N_ENTRIES; ++i)
        chosen[i] = chosen[i] || entries[i] == cipher;
    return PHW_OK;
}

phw_status phw_ciphers_read(phw_ciphers *out, const char *text)
{
    bool chosen[N_ENTRIES] = {false};
    char name[32];
    for (;;) {
        const size_t size = strcspn(text, ",");
        (void)snprintf(name, sizeof name, "%.*s", (int)(size < 31 ? size : 31), text);
        PHW_TRY(mark(chosen, name));
        if (text[size] == '\0')
            break;
        text += size + 1;
    }
    *out = (phw_ciphers){0};
    for (size_t i = 0; i < N_ENTRIES; ++i) {
        if (chosen[i])
            out->cipher[out->n++] = entries[i];
    }
    return PHW_OK;
}

void phw_ciphers_write(char out[PHW_CIPHERS_TEXT_SIZE], const phw_ciphers *c)
{
    size_t at = 0;
    out[0] = '\0';
    for (size_t i = 0; i < c->n && at < PHW_CIPHERS_TEXT_SIZE; ++i)
        at += (size_t)snprintf(out + at, PHW_CIPHERS_TEXT_SIZE - at, "%s%s",
                               i > 0 ? "," : "", c->cipher[i]->name);
}

unsigned phw_ciphers_phase_bits(const phw_ciphers *c)
{
    unsigned bits = 0;
    for (size_t i = 0; i < c->n; ++i)
        bits = c->cipher[i]->phase_bits > bits ? c->cipher[i]->phase_bits : bits;
    return bits;
}

bool phw_ciphers_hide_labels(const phw_ciphers *c)
{
    bool hidden = false;
    for (size_t i = 0; i < c->n; ++i)
        hidden = hidden || c->cipher[i]->hides_labels;
    return hidden;
}
