#include "encrypt/encryptor.h"

#include <stdlib.h>

#include "core/signal.h"

struct phw_encryptor {
    phw_ciphers ciphers;
    phw_key key[PHW_CIPHERS_MAX];
    uint32_t *scratch; /* n_scratch entries, of the longest frame so far */
    size_t n_scratch;
    uint32_t stream;
    uint64_t frame;
    bool undo;
    bool begun;
    bool labels_done;
    bool symbols_done;
};

phw_status phw_encryptor_create(phw_encryptor **out, const phw_ciphers *ciphers,
                                const phw_key *key, uint32_t stream, bool undo)
{
    phw_encryptor *e = calloc(1, sizeof *e);
    if (e == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for an encryptor");
    e->ciphers = *ciphers;
    e->stream = stream;
    e->undo = undo;
    phw_status s = PHW_OK;
    for (size_t i = 0; i < ciphers->n && !s; ++i)
        s = phw_keystream_derive(&e->key[i], key, ciphers->cipher[i]->use);
    if (s)
        phw_encryptor_destroy(e);
    else
        *out = e;
    return s;
}

void phw_encryptor_destroy(phw_encryptor *e)
{
    if (e == NULL)
        return;
    for (size_t i = 0; i < PHW_CIPHERS_MAX; ++i)
        phw_key_free(&e->key[i]);
    free(e->scratch);
    free(e);
}

phw_status phw_encryptor_begin(phw_encryptor *e, uint64_t frame)
{
    if (!e->undo && e->begun && frame <= e->frame)
        return phw_fail(PHW_EAUTH,
                        "frame %llu of stream %u: not above %llu, the last one "
                        "encrypted; a frame number serves once",
                        (unsigned long long)frame, e->stream,
                        (unsigned long long)e->frame);
    e->frame = frame;
    e->begun = true;
    e->labels_done = false;
    e->symbols_done = false;
    return PHW_OK;
}

static phw_status check_once(const phw_encryptor *e, bool done, const char *what)
{
    if (!e->begun)
        return phw_fail(PHW_EARG, "%s: no frame was begun", what);
    if (done)
        return phw_fail(PHW_EAUTH, "%s of frame %llu a second time: begin a new frame",
                        what, (unsigned long long)e->frame);
    return PHW_OK;
}

static phw_status reserve(phw_encryptor *e, size_t n)
{
    if (n <= e->n_scratch)
        return PHW_OK;
    uint32_t *scratch = NULL;
    PHW_TRY(phw_array_alloc(&scratch, n, sizeof *scratch));
    free(e->scratch);
    e->scratch = scratch;
    e->n_scratch = n;
    return PHW_OK;
}

static phw_status apply(phw_encryptor *e, size_t i, phw_cf *symbol, size_t n)
{
    const phw_keystream keystream = {&e->key[i], e->stream, e->frame};
    return e->ciphers.cipher[i]->symbols(symbol, n, e->scratch, &keystream, e->undo);
}

phw_status phw_encryptor_labels(phw_encryptor *e, uint8_t *label, size_t n,
                                unsigned n_bits)
{
    PHW_TRY(check_once(e, e->labels_done, "labels"));
    if (n > PHW_FRAME_SYMBOLS_MAX || n_bits < 1 || n_bits > 8)
        return phw_fail(PHW_EARG, "%zu labels of %u bits; at most %zu of 1 to 8", n,
                        n_bits, PHW_FRAME_SYMBOLS_MAX);
    e->labels_done = true;
    for (size_t k = 0; k < e->ciphers.n; ++k) {
        const size_t i = e->undo ? e->ciphers.n - 1 - k : k;
        const phw_keystream keystream = {&e->key[i], e->stream, e->frame};
        if (e->ciphers.cipher[i]->domain == PHW_CIPHER_LABELS)
            PHW_TRY(
                e->ciphers.cipher[i]->labels(label, n, n_bits, &keystream, e->undo));
    }
    return PHW_OK;
}

phw_status phw_encryptor_symbols(phw_encryptor *e, phw_cf *symbol, size_t n)
{
    PHW_TRY(check_once(e, e->symbols_done, "symbols"));
    if (n > PHW_FRAME_SYMBOLS_MAX)
        return phw_fail(PHW_EARG, "%zu symbols in a frame; at most %zu", n,
                        PHW_FRAME_SYMBOLS_MAX);
    PHW_TRY(reserve(e, n));
    e->symbols_done = true;
    for (size_t k = 0; k < e->ciphers.n; ++k) {
        const size_t i = e->undo ? e->ciphers.n - 1 - k : k;
        if (e->ciphers.cipher[i]->domain == PHW_CIPHER_SYMBOLS)
            PHW_TRY(apply(e, i, symbol, n));
    }
    return PHW_OK;
}
