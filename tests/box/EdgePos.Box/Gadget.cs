using System.Text;
using EdgePos.Devices;

namespace EdgePos.Box;

/// <summary>
/// The other side of the machine's USB device: what plugs it in and out, types on its keyboard and speaks on its serial line.
/// See ../vm/init.sh.
/// </summary>
internal static class Gadget
{
    /// <summary>Maker, product and serial number.</summary>
    public const string Name = "04b8:0202/SN1";

    private const string Plug = "/sys/kernel/config/usb_gadget/box/UDC";
    private const byte LeftCtrl = 1, LeftShift = 2;

    // Linux keeps some ten keys for a reader, and one that was just started here is slower than any scanner types.
    private static readonly TimeSpan KeyPause = TimeSpan.FromMilliseconds(30);

    /// <summary>Pulls the device out.</summary>
    public static void Unplug() => File.WriteAllText(Plug, "\n");

    /// <summary>Plugs it in, where it is not.</summary>
    public static void PlugIn()
    {
        if (string.IsNullOrWhiteSpace(File.ReadAllText(Plug)))
            File.WriteAllText(Plug, Path.GetFileName(Directory.GetDirectories("/sys/class/udc").Single()));
    }

    /// <summary>Types: each key pressed and let go in a report of eight bytes (USB HID 1.11, appendix B.1).</summary>
    /// <param name="text">Digits, letters, ] and control characters; \n is Enter.</param>
    public static async Task TypeAsync(string text)
    {
        await using var keyboard = FileLink.Open("/dev/hidg0");
        using var patience = new CancellationTokenSource(Bench.Patience);
        foreach (char one in text)
        {
            var (modifier, usage) = Usage(one);
            await keyboard.WriteAsync(new byte[] { modifier, 0, usage, 0, 0, 0, 0, 0 }, patience.Token);
            await keyboard.WriteAsync(new byte[8], patience.Token);
            await Task.Delay(KeyPause, TimeProvider.System, patience.Token);
        }
    }

    /// <summary>Says something on the serial line.</summary>
    public static async Task SayAsync(string text)
    {
        await using var line = FileLink.OpenSerial("/dev/ttyGS0", SerialLine.Usual);
        using var patience = new CancellationTokenSource(Bench.Patience);
        await line.WriteAsync(Encoding.Latin1.GetBytes(text), patience.Token);
    }

    // HID Usage Tables, page 7: letters from 4, digits from 1Eh with 0 last, Enter 28h, - 2Dh, ] 30h.
    private static (byte Modifier, byte Usage) Usage(char one) => one switch
    {
        >= 'a' and <= 'z' => (0, (byte)(4 + one - 'a')),
        >= 'A' and <= 'Z' => (LeftShift, (byte)(4 + one - 'A')),
        >= '1' and <= '9' => (0, (byte)(0x1E + one - '1')),
        '0' => (0, 0x27),
        '\n' => (0, 0x28),
        '-' => (0, 0x2D),
        ']' => (0, 0x30),
        '\u001D' => (LeftCtrl, 0x30),
        _ => throw new ArgumentOutOfRangeException(nameof(one), one, "not on this keyboard"),
    };
}
