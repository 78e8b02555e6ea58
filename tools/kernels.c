#include "tools/kernels.h"

#include <string.h>

#include "tools/kernel_fading.h"
#include "tools/kernel_front_end.h"
#include "tools/kernel_network.h"
#include "tools/kernel_stream.h"

static const phw_kernel *const kernel[] = {
    &phw_kernel_iq_16_taps,        &phw_kernel_iq_tdl_c,
    &phw_kernel_fractional_delay,  &phw_kernel_noise,
    &phw_kernel_sinusoids_uniform, &phw_kernel_sinusoids_random,
    &phw_kernel_spectral_epoch,    &phw_kernel_triples_dense,
    &phw_kernel_triples_sparse,    &phw_kernel_network_dense,
    &phw_kernel_network_sparse,    &phw_kernel_network_waves,
    &phw_kernel_surface,           &phw_kernel_transmit_chain,
    &phw_kernel_receive_chain,
};

const phw_kernel *phw_kernel_at(size_t i)
{
    return i < sizeof kernel / sizeof kernel[0] ? kernel[i] : NULL;
}

const phw_kernel *phw_kernel_find(const char *name)
{
    for (size_t i = 0; i < sizeof kernel / sizeof kernel[0]; ++i) {
        if (strcmp(kernel[i]->name, name) == 0)
            return kernel[i];
    }
    return NULL;
}
