#include "kgen/field_kernel_portable.h"

#include "kgen/binary_field.h"

#define PHW_FIELD_KERNEL_LANES 1
#define PHW_FIELD_KERNEL_TARGET

typedef uint64_t vector;

static inline vector load(const uint64_t *at)
{
    return *at;
}

static inline void store(uint64_t *at, vector a)
{
    *at = a;
}

static inline vector plus(vector a, vector b)
{
    return a ^ b;
}

static inline vector spread(uint64_t a)
{
    return a;
}

static inline vector times(vector a, vector b)
{
    return phw_binary_field_multiply(a, b);
}

#include "kgen/field_kernel_body.h"

static bool has(void)
{
    return true;
}

const phw_field_kernel phw_field_kernel_portable =
    PHW_FIELD_KERNEL_ENTRY("portable", has);
