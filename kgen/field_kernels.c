#include "kgen/field_kernels.h"

#include "kgen/field_kernel_clmul.h"
#include "kgen/field_kernel_portable.h"
#include "kgen/field_kernel_vpclmul256.h"
#include "kgen/field_kernel_vpclmul512.h"

static const phw_field_kernel *const entries[] = {
    &phw_field_kernel_portable,
    &phw_field_kernel_clmul,
    &phw_field_kernel_vpclmul256,
    &phw_field_kernel_vpclmul512,
};

const phw_field_kernel *const *phw_field_kernel_list(size_t *n)
{
    *n = sizeof entries / sizeof *entries;
    return entries;
}
