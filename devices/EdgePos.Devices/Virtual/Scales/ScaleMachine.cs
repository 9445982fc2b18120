using System.Globalization;
using System.Text;

namespace EdgePos.Devices;

/// <summary>The electronics of a virtual scale: bytes in, bytes out, as its maker's document says.</summary>
internal abstract class ScaleMachine(ScalePlatform platform) : IVirtualDevice
{
    private readonly StringBuilder _command = new();

    public virtual TimeSpan BeatEvery => Timeout.InfiniteTimeSpan;

    protected ScalePlatform Platform { get; } = platform;

    public virtual void SwitchOn()
    {
        _command.Clear();
        Platform.SwitchOn();
    }

    public abstract void Take(byte value, List<byte> answers);

    public virtual void Beat(List<byte> says)
    {
    }

    public static ScaleMachine? Of(string protocol, ScalePlatform platform, int? key, Random random) => protocol switch
    {
        "toledo-8217" => new Toledo8217Machine(platform),
        "nci" => new NciMachine(platform),
        "cas" => new CasAskedMachine(platform),
        "cas-stream" => new CasStreamMachine(platform),
        "mt-sics" => new MtSicsMachine(platform),
        "adam" => new AdamMachine(platform),
        "dialog06" => new Dialog06Machine(platform, key, random),
        _ => null,
    };

    // Collects a command up to its end; null: it is not there yet.
    protected string? Whole(byte value, char end)
    {
        if (value != end)
        {
            if (_command.Length < 64)
                _command.Append((char)value);
            return null;
        }

        string whole = _command.ToString();
        _command.Clear();
        return whole;
    }

    protected static void Say(List<byte> answers, string text) => answers.AddRange(Encoding.Latin1.GetBytes(text));

    // Kilograms with three decimals; digits before the point as many as asked.
    protected static string Kilograms(long grams, int digits)
    {
        long size = Math.Abs(grams);
        string whole = (size / 1000).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
        return $"{(grams < 0 ? "-" : "")}{whole}.{size % 1000:000}";
    }
}
