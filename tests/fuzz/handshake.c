#include "auth/handshake.h"

#include <stdlib.h>

#include "tests/fuzz/fuzz.h"

static phw_handshake *create(phw_handshake_role role)
{
    static const uint8_t name[] = {'t', 'a', 'g'};
    phw_key key = {0};
    phw_entropy entropy;
    phw_handshake *h = NULL;
    if (phw_key_alloc(&key, 16) != PHW_OK ||
        phw_entropy_seeded(&entropy, 1, "fuzz") != PHW_OK)
        return NULL;
    const phw_status s =
        phw_handshake_create(&h, role, &key, name, sizeof name, &entropy);
    phw_key_free(&key);
    return s == PHW_OK ? h : NULL;
}

/* The bytes as the next message to an end that waits for its last one: they prove no
 * key. */
static void show(phw_handshake_role role, const phw_message *in)
{
    phw_handshake *h = create(role);
    phw_message out = {0};
    bool done = false;
    phw_status s = h == NULL ? PHW_ENOMEM : PHW_OK;
    if (!s && role == PHW_HANDSHAKE_READER)
        s = phw_handshake_step(h, &out, &done, NULL);
    if (!s)
        s = phw_handshake_step(h, &out, &done, in);
    if (done || (s != PHW_OK && out.size != 0))
        abort();
    phw_message_free(&out);
    phw_handshake_destroy(h);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    phw_message in = {0};
    if (phw_message_from_bytes(&in, data, size) == PHW_OK) {
        show(PHW_HANDSHAKE_READER, &in);
        show(PHW_HANDSHAKE_TAG, &in);
    }
    phw_message_free(&in);
    return 0;
}
