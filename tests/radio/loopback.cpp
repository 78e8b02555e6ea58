// A radio of software for the tests: plays a file of ci16 samples in pieces of uneven
// lengths, as drivers give them, and fails where it is told to.
//
//   driver=phyward_loopback, file=PATH: what is received
//   overflow=N   samples are lost after N
//   fail=N       the stream breaks after N
//   rate=HZ      the only rate that there is
//   agc=1        has a gain control; its state scales the samples by 1/2
//   endless=1    the file again and again
#include <SoapySDR/Device.hpp>
#include <SoapySDR/Formats.hpp>
#include <SoapySDR/Registry.hpp>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

namespace
{

size_t number(const SoapySDR::Kwargs &args, const char *key, size_t preset)
{
    const auto found = args.find(key);
    return found == args.end() ? preset : std::stoul(found->second);
}

class Loopback : public SoapySDR::Device
{
  public:
    explicit Loopback(const SoapySDR::Kwargs &args)
        : overflow_(number(args, "overflow", SIZE_MAX)),
          fail_(number(args, "fail", SIZE_MAX)), only_rate_(number(args, "rate", 0)),
          agc_(number(args, "agc", 0) != 0), endless_(number(args, "endless", 0) != 0)
    {
        const auto path = args.find("file");
        FILE *stream =
            path == args.end() ? nullptr : std::fopen(path->second.c_str(), "rb");
        if (stream == nullptr)
            throw std::runtime_error("loopback: no file");
        int16_t pair[2];
        while (std::fread(pair, sizeof pair, 1, stream) == 1) {
            value_.push_back(static_cast<float>(pair[0]) / 32768.0F);
            value_.push_back(static_cast<float>(pair[1]) / 32768.0F);
        }
        (void)std::fclose(stream);
    }

    std::string getDriverKey() const override
    {
        return "phyward_loopback";
    }

    std::string getHardwareKey() const override
    {
        return "a file";
    }

    size_t getNumChannels(const int direction) const override
    {
        return direction == SOAPY_SDR_RX ? 1 : 0;
    }

    void setSampleRate(const int, const size_t, const double rate) override
    {
        rate_ = only_rate_ != 0 ? static_cast<double>(only_rate_) : rate;
    }

    double getSampleRate(const int, const size_t) const override
    {
        return rate_;
    }

    bool hasGainMode(const int, const size_t) const override
    {
        return agc_;
    }

    void setGainMode(const int, const size_t, const bool automatic) override
    {
        scale_ = automatic ? 0.5F : 1.0F;
    }

    SoapySDR::Stream *setupStream(const int, const std::string &format,
                                  const std::vector<size_t> &,
                                  const SoapySDR::Kwargs &) override
    {
        if (format != SOAPY_SDR_CF32)
            throw std::runtime_error("loopback: CF32 alone");
        return reinterpret_cast<SoapySDR::Stream *>(this);
    }

    void closeStream(SoapySDR::Stream *) override
    {
    }

    int readStream(SoapySDR::Stream *, void *const *buffers, const size_t most,
                   int &flags, long long &, const long) override
    {
        if (at_ >= fail_)
            return SOAPY_SDR_STREAM_ERROR;
        if (at_ >= overflow_) {
            overflow_ = SIZE_MAX;
            return SOAPY_SDR_OVERFLOW;
        }
        if (++turn_ % 7 == 0)
            return SOAPY_SDR_TIMEOUT;
        const size_t total = value_.size() / 2;
        size_t n = 1 + turn_ * 997 % 5000;
        n = n < most ? n : most;
        auto *out = static_cast<float *>(buffers[0]);
        size_t done = 0;
        for (; done < n && (endless_ || at_ < total) && total > 0; ++done, ++at_) {
            out[2 * done] = scale_ * value_[2 * (at_ % total)];
            out[2 * done + 1] = scale_ * value_[2 * (at_ % total) + 1];
        }
        flags = !endless_ && at_ >= total ? SOAPY_SDR_END_BURST : 0;
        return static_cast<int>(done);
    }

  private:
    std::vector<float> value_;
    size_t overflow_, fail_, only_rate_;
    bool agc_, endless_;
    double rate_ = 0;
    float scale_ = 1;
    size_t at_ = 0, turn_ = 0;
};

SoapySDR::KwargsList find(const SoapySDR::Kwargs &args)
{
    const auto driver = args.find("driver");
    if (driver == args.end() || driver->second != "phyward_loopback")
        return {};
    return {args};
}

SoapySDR::Device *make(const SoapySDR::Kwargs &args)
{
    return new Loopback(args);
}

const SoapySDR::Registry entry("phyward_loopback", &find, &make, SOAPY_SDR_ABI_VERSION);

} // namespace
