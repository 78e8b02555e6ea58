/* IT++'s tapped delay line beside ours, in one process, on ITU-R M.1225's vehicular
 * channel A at a Doppler shift of a thousandth of the rate. IT++ rounds delays to
 * samples: ours is timed with the same rounded delays and with the exact ones. Built
 * where IT++ is. Prints; asserts nothing. */
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <itpp/itcomm.h>
#include <vector>

#include "channel/delay_line.h"
#include "channel/fading.h"
#include "channel/profiles.h"

#include "tests/bench/clock.h"

namespace
{

const double rate_hz = 20e6;
const double doppler_hz = 1e-3 * rate_hz;
const int repeats = 5;

struct air {
    phw_taps taps;
    phw_fading *fading;
};

void check(phw_status status)
{
    if (status == PHW_OK)
        return;
    std::fprintf(stderr, "%s\n", phw_error_message());
    std::exit(1);
}

phw_status read_taps(void *context, phw_cf *tap, double time_s)
{
    const air *a = static_cast<const air *>(context);
    const phw_status status = phw_fading_read(a->fading, tap, time_s);
    for (size_t l = 0; l < a->taps.n; ++l) {
        tap[l].re *= static_cast<float>(std::sqrt(a->taps.power[l]));
        tap[l].im *= static_cast<float>(std::sqrt(a->taps.power[l]));
    }
    return status;
}

double ours_ns(bool rounded)
{
    air a = {};
    check(phw_profile_taps(&a.taps, phw_profile_find("itu-vehicular-a"), 0, 0));
    for (size_t l = 0; rounded && l < a.taps.n; ++l)
        a.taps.delay_s[l] = std::round(a.taps.delay_s[l] * rate_hz) / rate_hz;
    phw_fading_config fading = {};
    fading.n = a.taps.n;
    fading.doppler_hz = doppler_hz;
    check(phw_fading_create(&a.fading, &fading));
    phw_delay_line_config config = {};
    config.taps = &a.taps;
    config.rate_hz = rate_hz;
    config.doppler_hz = doppler_hz;
    config.source = read_taps;
    config.context = &a;
    phw_delay_line *line = nullptr;
    check(phw_delay_line_create(&line, &config));
    std::vector<phw_cf> x(1000000, phw_cf{1, 0});
    std::vector<phw_cf> y(x.size());
    double least_ns = HUGE_VAL;
    for (int i = 0; i < repeats; ++i) {
        const double from = now_s();
        check(phw_delay_line_push(line, y.data(), x.data(), x.size()));
        least_ns = std::fmin(least_ns, 1e9 * (now_s() - from) / (double)x.size());
    }
    phw_delay_line_destroy(line);
    phw_fading_destroy(a.fading);
    return least_ns;
}

double itpp_ns(itpp::CORRELATED_METHOD method)
{
    const int n = method == itpp::Rice_MEDS ? 100000 : 1000000;
    itpp::TDL_Channel channel(itpp::Channel_Specification(itpp::ITU_Vehicular_A),
                              1 / rate_hz);
    channel.set_norm_doppler(doppler_hz / rate_hz);
    channel.set_fading_type(itpp::Correlated);
    channel.set_correlated_method(method);
    const itpp::cvec x = itpp::randn_c(n);
    double least_ns = HUGE_VAL;
    for (int i = 0; i < repeats; ++i) {
        const double from = now_s();
        const itpp::cvec y = channel(x);
        least_ns = std::fmin(least_ns, 1e9 * (now_s() - from) / n);
    }
    return least_ns;
}

} // namespace

int main()
{
    static const struct {
        const char *name;
        itpp::CORRELATED_METHOD method;
    } peer[] = {
        {"Rice_MEDS", itpp::Rice_MEDS}, {"IFFT", itpp::IFFT}, {"FIR", itpp::FIR}};

    const double rounded_ns = ours_ns(true);
    const double exact_ns = ours_ns(false);
    std::printf("ITU vehicular A, 6 taps, fd Ts = 0.001, ns a sample, one core\n");
    std::printf("  ours, rounded delays  %8.2f\n", rounded_ns);
    std::printf("  ours, exact delays    %8.2f\n", exact_ns);
    for (const auto &p : peer) {
        const double ns = itpp_ns(p.method);
        std::printf("  IT++ %-16s %8.2f: %.1f x, %.1f x\n", p.name, ns, ns / rounded_ns,
                    ns / exact_ns);
    }
    return 0;
}
