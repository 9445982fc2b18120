using System.Text;

namespace EdgePos.Devices;

/// <summary>How a virtual scanner is set, as one does it with the codes of a scanner's manual.</summary>
public sealed record VirtualScannerHabits
{
    /// <summary>True: it is a keyboard, and sends the events of one; false: it sends characters.</summary>
    public bool IsKeyboard { get; init; }

    /// <summary>Sent before each code; of a keyboard printable characters only.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Sent after each code: CR is Enter on a keyboard, HT is Tab.</summary>
    public string Suffix { get; init; } = "\r";

    /// <summary>True: it sends the AIM identifier of each code before it.</summary>
    public bool SendsAim { get; init; } = true;

    /// <summary>How a keyboard types what it has no key for.</summary>
    public TypedControl Control { get; init; }
}

/// <summary>
/// A scanner that reads what it is told to. It sends and never listens, as real ones do; what it reads while nobody is connected
/// is lost. Put it on a <see cref="VirtualPort"/>; a keyboard's events travel over the port as they would come from Linux.
/// </summary>
public sealed class VirtualScanner(VirtualScannerHabits habits) : IVirtualDevice
{
    /// <inheritdoc/>
    public void SwitchOn()
    {
        // It keeps its settings, and knows nothing else.
    }

    /// <inheritdoc/>
    public void Take(byte value, List<byte> answers)
    {
        // Commands to a scanner differ from maker to maker; this one has none.
    }

    /// <summary>What it sends for a code.</summary>
    /// <param name="data">What is in the code, with GS for FNC1.</param>
    /// <param name="aim">Its AIM identifier, e.g. ]E0.</param>
    public byte[] Read(string data, string aim = "")
    {
        string text = habits.Prefix + (habits.SendsAim ? aim : "") + data;
        return habits.IsKeyboard
            ? [.. VirtualKeys.Text(text, habits.Control), .. habits.Suffix.SelectMany(one => VirtualKeys.Stroke(KeyOf(one)))]
            : Encoding.Latin1.GetBytes(text + habits.Suffix);
    }

    private static ushort KeyOf(char suffix) => suffix == '\t' ? VirtualKeys.TabKey : VirtualKeys.EnterKey;
}
