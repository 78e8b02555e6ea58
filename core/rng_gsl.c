#include "core/rng_gsl.h"

#define AHEAD 64

/* GSL holds the state by value and sets it by a number: the address is set afterwards.
 * Words are drawn AHEAD at a time: one alone costs nearly as much. */
typedef struct walker {
    phw_rng rng;
    uint64_t index;
    uint32_t word[AHEAD];
} walker;

static void set(void *state, unsigned long seed)
{
    *(walker *)state = (walker){.rng = {.seed = seed}};
}

static unsigned long get(void *state)
{
    walker *w = state;
    const size_t at = w->index % AHEAD;
    if (at == 0)
        phw_rng_words(w->word, &w->rng, w->index, AHEAD);
    ++w->index;
    return w->word[at];
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
