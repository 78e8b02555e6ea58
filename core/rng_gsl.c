#include "core/rng_gsl.h"

/* GSL holds the state by value and sets it by a number: the address is set afterwards.
 */
typedef struct walker {
    phw_rng rng;
    uint64_t index;
} walker;

static void set(void *state, unsigned long seed)
{
    *(walker *)state = (walker){.rng = {.seed = seed}};
}

static unsigned long get(void *state)
{
    walker *w = state;
    uint32_t word;
    phw_rng_words(&word, &w->rng, w->index, 1);
    ++w->index;
    return word;
}

static double get_double(void *state)
{
    return ((double)get(state) + 0.5) * 0x1p-32;
}

gsl_rng *phw_rng_gsl_create(const phw_rng *rng)
{
    static const gsl_rng_type type = {
        .name = "philox",
        .max = 0xffffffffUL,
        .min = 0,
        .size = sizeof(walker),
        .set = set,
        .get = get,
        .get_double = get_double,
    };
    gsl_rng *g = gsl_rng_alloc(&type);
    if (g != NULL)
        ((walker *)g->state)->rng = *rng;
    return g;
}
