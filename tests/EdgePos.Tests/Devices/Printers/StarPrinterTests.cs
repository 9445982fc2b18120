using CsCheck;
using EdgePos.Devices;
using Xunit;

namespace EdgePos.Tests.Devices;

/// <summary>Printers in Star Line mode, which count the jobs that they are through with.</summary>
public sealed class StarPrinterTests : PrinterContract
{
    protected override PrinterProfile Profile => PrinterProfile.Find("star-80")!;

    [Fact]
    public void A_small_receipt_is_these_very_bytes()
    {
        var document = new PrintDocument([
            new OpenDrawer(), new TextLine("Shop €", Align.Centre, new TextStyle(Bold: true, Tall: true)), new FeedLines(1), new CutPaper(),
        ]);
        byte[] expected =
        [
            0x1B, (byte)'@', 0x1B, (byte)'R', 0, 0x1B, 0x1D, (byte)'t', 1, // initialise, USA, page 437
            0x1B, 0x07, 10, 20, 0x07, // drawer: 100 ms on, 200 ms off
            0x1B, 0x1D, (byte)'a', 1, 0x1B, (byte)'E', 0x1B, (byte)'i', 1, 0, .. "Shop "u8, 0x1B, 0x1D, (byte)'t', 4, 0xD5, 0x0A,
            0x1B, (byte)'a', 1, 0x1B, (byte)'d', 3,
        ];
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(StarEncoder.Encode(document, Profile).Bytes));
    }

    // Nine bytes, the eighth with the counter at 5: ETB, cover open, offline, switch closed; near end.
    [Fact]
    public void A_status_says_what_the_makers_table_says()
    {
        var words = new StarStatus();
        StarWord? word = null;
        foreach (byte value in new byte[] { 0x23, 0x06, 0x2E, 0x00, 0x00, 0x04, 0x00, 0x0A, 0x00 })
            word = words.Take(value) ?? word;
        Assert.Equal(new StarWord(new PrinterStatus(Offline: true, CoverOpen: true, PaperNearEnd: true, DrawerHigh: true), 5), word);
    }

    [Fact]
    public void The_counter_has_five_bits_with_a_gap_in_the_middle()
    {
        for (int count = 0; count < 32; count++)
        {
            var words = new StarStatus();
            byte bits = (byte)(((count & 1) << 1) | ((count & 2) << 1) | ((count & 4) << 1) | ((count & 8) << 2) | ((count & 16) << 2));
            StarWord? word = null;
            foreach (byte value in new byte[] { 0x23, 0x06, 0, 0, 0, 0, 0, bits, 0 })
                word = words.Take(value) ?? word;
            Assert.Equal(count, word!.Counter);
        }
    }

    [Fact]
    public void No_bytes_whatsoever_upset_the_status() => Gen.Byte.Array[0, 60].Sample(
        bytes =>
        {
            var words = new StarStatus();
            foreach (byte value in bytes)
                words.Take(value);
            // Whatever came before: the next status is read.
            StarWord? word = null;
            foreach (byte value in new byte[] { 0x23, 0x06, 0, 0, 0, 0x08, 0, 0x02, 0 })
                word = words.Take(value) ?? word;
            Assert.Equal((true, 1), (word!.Status.PaperOut, word.Counter));
        }, iter: Fuzz.Inputs);

    [Fact]
    public void No_bytes_whatsoever_upset_the_machine() =>
        Gen.Frequency((1, Gen.Byte), (1, Gen.OneOfConst<byte>(0x1B, 0x1D, 0x1E, (byte)'b'))).Array[0, 200].Sample(
            bytes =>
            {
                var machine = new StarPaperMachine(32);
                foreach (byte value in bytes)
                    machine.Take(value);
                _ = PaperText.Draw(machine.Hanging);
            }, iter: Fuzz.Inputs);

    protected override VirtualPrinter Start(int port = 0) => Wired(VirtualPrinter.Start(port, dialect: PrinterDialect.StarLine));

    protected override VirtualPrinter StartAt(string path) => Wired(VirtualPrinter.StartAt(path, dialect: PrinterDialect.StarLine));

    private static VirtualPrinter Wired(VirtualPrinter device)
    {
        device.DrawerOpenIsHigh = true;
        return device;
    }
}
