/* One end of any reconciler, and whatever messages the input holds. */
#include <stdlib.h>
#include <string.h>

#include "core/entropy.h"
#include "kgen/reconcilers.h"

#include "tests/fuzz/fuzz.h"

enum {
    N_BITS_MAX = 1000,
    NAME_MAX_SIZE = 32
};

/* What is left of the input. */
typedef struct rest {
    const uint8_t *byte;
    size_t size;
} rest;

static uint8_t take(rest *in)
{
    if (in->size == 0)
        return 0;
    --in->size;
    return *in->byte++;
}

static unsigned take_u16(rest *in)
{
    const unsigned low = take(in);
    return low | (unsigned)take(in) << 8;
}

/* The name, to the end of the line. */
static const phw_reconciler *take_scheme(rest *in)
{
    char name[NAME_MAX_SIZE];
    size_t n = 0;
    for (uint8_t c = take(in); c != '\n' && c != 0 && n + 1 < sizeof name; c = take(in))
        name[n++] = (char)c;
    name[n] = '\0';
    const phw_reconciler *r = NULL;
    return phw_reconciler_find(&r, name) == PHW_OK ? r : NULL;
}

/* The next message: two bytes of length, and as much of it as there is. */
static phw_status take_message(phw_message *out, rest *in)
{
    size_t size = take_u16(in);
    size = size < in->size ? size : in->size;
    phw_message_begin(out, 0, 0);
    phw_message_put_bytes(out, in->byte, size);
    in->byte += size;
    in->size -= size;
    return phw_message_end(out);
}

/* Until it is done, fails, or has heard everything. An end that failed stays so. */
static void listen(const phw_reconciler *r, phw_reconciliation *end, phw_role role,
                   rest *in)
{
    phw_message heard = {0};
    phw_message said = {0};
    bool done = false;
    phw_status s = PHW_OK;
    if (role == PHW_ALICE)
        s = r->step(end, &said, &done, NULL);
    while (!s && !done && in->size > 0 && take_message(&heard, in) == PHW_OK)
        s = r->step(end, &said, &done, &heard);
    if (s && (said.size > 0 || r->step(end, &said, &done, &heard) == PHW_OK))
        abort();
    phw_message_free(&heard);
    phw_message_free(&said);
}

/* The scheme's name and a line's end, the role and the error rate, the number of bits,
 * then messages. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const double rates[] = {0, 0.01, 0.05, 0.25};
    rest in = {data, size};
    const phw_reconciler *r = take_scheme(&in);
    if (r == NULL)
        return 0;
    const uint8_t how = take(&in);
    const phw_role role = how % 2 == 0 ? PHW_ALICE : PHW_BOB;
    const size_t n = take_u16(&in) % (N_BITS_MAX + 1);
    const phw_reconcile_segment all = {0, n, rates[how / 2 % 4]};
    phw_entropy entropy;
    phw_bits key = {0};
    phw_reconciliation *end = NULL;
    phw_reconcile_task task = {.n = n,
                               .segment = &all,
                               .n_segments = n > 0 ? 1 : 0,
                               .seed = 1,
                               .entropy = &entropy};
    phw_params_preset(&task.params, r->params, r->n_params);
    if (phw_entropy_seeded(&entropy, 1, "fuzz") == PHW_OK &&
        phw_bits_alloc(&key, n) == PHW_OK &&
        r->create(&end, role, &task, &key) == PHW_OK)
        listen(r, end, role, &in);
    r->destroy(end);
    phw_bits_free(&key);
    return 0;
}
