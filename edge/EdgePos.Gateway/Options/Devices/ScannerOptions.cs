using EdgePos.Devices;

namespace EdgePos.Gateway;

/// <summary>How a scanner is set; see <see cref="ScannerSettings"/>.</summary>
public sealed class ScannerOptions
{
    /// <summary>The keyboard that it is set to: us, de or fr. Only of keyboards.</summary>
    public string Layout { get; set; } = KeyboardLayout.Us.Name;

    /// <summary>How a code ends: SuffixOrPause, Suffix or Pause.</summary>
    public ScanEnd End { get; set; }

    /// <summary>The longest pause within a code, milliseconds, 20 to 5000; 0: as usual for its kind.</summary>
    public int PauseMs { get; set; }

    /// <summary>The same code again within so many milliseconds is the same scan; 0: each is one.</summary>
    public int SameAgainMs { get; set; } = 300;

    internal IEnumerable<string> Problems()
    {
        if (KeyboardLayout.Find(Layout) is null)
            yield return $"Scanner:Layout {Layout} is unknown; there are {string.Join(", ", KeyboardLayout.All.Select(one => one.Name))}";
        if (!Enum.IsDefined(End))
            yield return $"Scanner:End {End} is none of SuffixOrPause, Suffix, Pause";
        if (PauseMs is not (0 or >= 20 and <= 5000))
            yield return "Scanner:PauseMs must be 20 to 5000, or 0";
        if (SameAgainMs is < 0 or > 10_000)
            yield return "Scanner:SameAgainMs must be 0 to 10000";
    }

    internal ScannerSettings ToSettings() => new()
    {
        Layout = Layout,
        End = End,
        Pause = PauseMs == 0 ? null : TimeSpan.FromMilliseconds(PauseMs),
        SameAgain = TimeSpan.FromMilliseconds(SameAgainMs),
    };
}
