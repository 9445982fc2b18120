using CsCheck;
using EdgePos.Devices;
using Xunit;

namespace EdgePos.Tests.Devices;

/// <summary>Bytes as they stand in the makers' documents, and any others.</summary>
public sealed class ScaleTranscriptTests
{
    private static readonly Dictionary<string, Func<byte[], ScaleReading>> Parsers = new()
    {
        ["toledo-8217"] = Toledo8217.Read,
        ["nci"] = Nci.Read,
        ["cas"] = CasAsked.Read,
        ["cas-stream"] = CasStream.Read,
        ["mt-sics"] = MtSics.Read,
        ["adam"] = Adam.Read,
        ["dialog06"] = Dialog06.Status,
    };

    public static TheoryData<string> Names => [.. Parsers.Keys];

    // PSC, Magellan 8500 Service Manual, 8217 Mettler Toledo: STX WW.WWW CR is kilograms, with N net; STX WW.WW CR is pounds.
    [Theory]
    [InlineData("\x02" + "01.235\r", 1235L, false)]
    [InlineData("\x02" + "00.500N\r", 500L, true)]
    [InlineData("\x02" + " 1.235\r", 1235L, false)]
    public void A_weight_of_a_Toledo_8217(string answer, long grams, bool isNet)
    {
        var reading = Toledo8217.Read(Bytes(answer));
        Assert.Equal((null, grams, isNet), (reading.Hindrance, reading.Grams, reading.IsNet));
    }

    [Theory]
    [InlineData("\x02" + "?A\r", WeighHindrance.InMotion)]
    [InlineData("\x02" + "?B\r", WeighHindrance.Overload)]
    [InlineData("\x02" + "?D\r", WeighHindrance.BelowZero)]
    [InlineData("\x02" + "?H\r", WeighHindrance.Failed)] // it has not found its zero
    [InlineData("\x02" + "?P\r", WeighHindrance.Zero)]
    [InlineData("\x02" + "?@\r", WeighHindrance.Silent)]
    [InlineData("\x02" + "01.23\r", WeighHindrance.WrongUnit)] // pounds
    [InlineData("\x02" + "01.235", WeighHindrance.NoSense)] // cut off
    [InlineData("01.235\r", WeighHindrance.NoSense)]
    [InlineData("\x02" + "0-.235\r", WeighHindrance.NoSense)]
    [InlineData("", WeighHindrance.Offline)]
    public void No_weight_of_a_Toledo_8217(string answer, WeighHindrance why) =>
        Assert.Equal(why, Toledo8217.Read(Bytes(answer)).Hindrance);

    // Weigh-Tronix, SCP-01, 8408-14788-01: LF xxxx.xxuu CR LF hh... CR ETX.
    [Theory]
    [InlineData("\n0001.23kg\r\n00\r\x03", 1230L, false)]
    [InlineData("\n01.235kg\r\n00\r\x03", 1235L, false)]
    [InlineData("\n01.235KG\r\nS00\r\x03", 1235L, false)] // SCP-02
    [InlineData("\n 1235 g\r\n00\r\x03", 1235L, false)]
    [InlineData("\n01.235kg\r\n0p4\r\x03", 1235L, true)] // a third byte: net
    public void A_weight_of_NCI(string answer, long grams, bool isNet)
    {
        var reading = Nci.Read(Bytes(answer));
        Assert.Equal((null, grams, isNet), (reading.Hindrance, reading.Grams, reading.IsNet));
    }

    [Theory]
    [InlineData("\n01.235kg\r\n10\r\x03", WeighHindrance.InMotion)]
    [InlineData("\n10\r\x03", WeighHindrance.InMotion)]
    [InlineData("\n^^^^^^kg\r\n02\r\x03", WeighHindrance.Overload)]
    [InlineData("\n______kg\r\n01\r\x03", WeighHindrance.BelowZero)]
    [InlineData("\n01.235kg\r\n40\r\x03", WeighHindrance.Failed)] // RAM
    [InlineData("\n01.235kg\r\n08\r\x03", WeighHindrance.Failed)] // calibration
    [InlineData("\n20\r\x03", WeighHindrance.Zero)]
    [InlineData("\n01.23lb\r\n00\r\x03", WeighHindrance.WrongUnit)]
    [InlineData("\n?\r\x03", WeighHindrance.Failed)]
    [InlineData("\n01.235kg\r\n0\r\x03", WeighHindrance.NoSense)] // a status has two bytes
    [InlineData("\n01.235kg\r\n0p\r\x03", WeighHindrance.NoSense)] // and says that there is another one
    public void No_weight_of_NCI(string answer, WeighHindrance why) => Assert.Equal(why, Nci.Read(Bytes(answer)).Hindrance);

    // CAS, AP-1 transmission protocol: SOH STX status sign weight unit BCC ETX EOT; the sum of "S 01.235kg" is 0x64, by hand.
    [Theory]
    [InlineData("S 01.235kg", null, 1235L)]
    [InlineData("U 01.235kg", WeighHindrance.InMotion, 0L)]
    [InlineData("S-01.235kg", WeighHindrance.BelowZero, 0L)]
    [InlineData("SF00.000kg", WeighHindrance.Overload, 0L)]
    [InlineData("S 01.235lb", WeighHindrance.WrongUnit, 0L)]
    [InlineData("X 01.235kg", WeighHindrance.NoSense, 0L)]
    public void An_answer_of_CAS_that_was_asked(string data, WeighHindrance? why, long grams)
    {
        byte sum = Bytes(data).Aggregate((a, b) => (byte)(a ^ b));
        var reading = CasAsked.Read([0x01, 0x02, .. Bytes(data), sum, 0x03, 0x04]);
        Assert.Equal((why, grams), (reading.Hindrance, reading.Grams));
        Assert.Equal(WeighHindrance.NoSense, CasAsked.Read([0x01, 0x02, .. Bytes(data), (byte)(sum ^ 1), 0x03, 0x04]).Hindrance);
    }

    // CAS, CI-600D manual 10-1 (22 bytes, with 0000 13.5 for 13.5 kg) and 10-3 (18 bytes); Dini Argeo, DGT4X manual (unit after a comma).
    [Theory]
    [InlineData("ST,GS,1\xC4,000013.5 kg\r", null, 13500L, false)]
    [InlineData("ST,NT,1\xC2,   1.235 kg\r", null, 1235L, true)]
    [InlineData("ST,GS,+  1.500kg\r", null, 1500L, false)]
    [InlineData("ST,GS,     0.0,kg\r", null, 0L, false)]
    [InlineData("US,GS,+  1.500kg\r", WeighHindrance.InMotion, 0L, false)]
    [InlineData("OL,GS,+  9.999kg\r", WeighHindrance.Overload, 0L, false)]
    [InlineData("ST,GS,-  0.500kg\r", WeighHindrance.BelowZero, 0L, false)]
    [InlineData("ST,GS,+  1.500 t\r", WeighHindrance.NoSense, 0L, false)]
    [InlineData("T,GS,+  1.500kg\r", WeighHindrance.NoSense, 0L, false)]
    public void A_line_of_CAS_that_sends_by_itself(string line, WeighHindrance? why, long grams, bool isNet)
    {
        var reading = CasStream.Read(Bytes(line));
        Assert.Equal((why, grams, why is null && isNet), (reading.Hindrance, reading.Grams, reading.IsNet));
    }

    // Mettler-Toledo, MT-SICS: "Command S, response S S 100.00 g: the current stable weight value is 100.00 g", and its table of answers.
    [Theory]
    [InlineData("S S     100.00 g\r\n", null, 100L)]
    [InlineData("S S      1.235 kg\r\n", null, 1235L)]
    [InlineData("S S     100.99 g\r\n", null, 100L)] // what is below a gram is the customer's
    [InlineData("S D     100.00 g\r\n", WeighHindrance.InMotion, 0L)]
    [InlineData("S I\r\n", WeighHindrance.InMotion, 0L)]
    [InlineData("S +\r\n", WeighHindrance.Overload, 0L)]
    [InlineData("S -\r\n", WeighHindrance.BelowZero, 0L)]
    [InlineData("S S     -0.005 kg\r\n", WeighHindrance.BelowZero, 0L)]
    [InlineData("S S     100.00 lb\r\n", WeighHindrance.WrongUnit, 0L)]
    [InlineData("ES\r\n", WeighHindrance.Failed, 0L)]
    [InlineData("T S     100.00 g\r\n", WeighHindrance.NoSense, 0L)] // the answer to something else
    [InlineData("S S     100.00\r\n", WeighHindrance.NoSense, 0L)]
    public void An_answer_of_MT_SICS(string answer, WeighHindrance? why, long grams)
    {
        var reading = MtSics.Read(Bytes(answer));
        Assert.Equal((why, grams), (reading.Hindrance, reading.Grams));
    }

    // Adam Equipment, AZextra User Manual: the weight with its unit, label format 3.
    [Theory]
    [InlineData("  1.234kg\r\n", null, 1234L)]
    [InlineData("+ 1.00 kg\r\n", null, 1000L)]
    [InlineData("", WeighHindrance.Silent, 0L)]
    [InlineData("  1.234lb\r\n", WeighHindrance.WrongUnit, 0L)]
    [InlineData("  1.234\r\n", WeighHindrance.NoSense, 0L)]
    public void A_line_of_ADAM(string answer, WeighHindrance? why, long grams)
    {
        var reading = Adam.Read(Bytes(answer));
        Assert.Equal((why, grams), (reading.Hindrance, reading.Grams));
        Assert.Equal(why is null, reading.IsNew);
    }

    // Cely, PI100 manual 7.5: STX 09 ESC s1 s2 ETX.
    [Theory]
    [InlineData("20", WeighHindrance.InMotion)]
    [InlineData("21", WeighHindrance.SameWeighing)]
    [InlineData("22", WeighHindrance.InMotion)]
    [InlineData("30", WeighHindrance.BelowMinimum)]
    [InlineData("31", WeighHindrance.BelowZero)]
    [InlineData("32", WeighHindrance.Overload)]
    [InlineData("11", WeighHindrance.PriceRefused)]
    [InlineData("12", WeighHindrance.TareRefused)]
    [InlineData("01", WeighHindrance.Failed)]
    [InlineData("99", WeighHindrance.NoSense)]
    public void A_status_of_Checkout_Dialog_06(string status, WeighHindrance why) =>
        Assert.Equal(why, Dialog06.Status(Bytes($"\x02" + $"09\x1B{status}\x03")).Hindrance);

    // A checksum that everybody knows: CRC-16/XMODEM of the two bytes, which is the remainder by 0x11021 with sixteen zeros after them.
    [Theory]
    [InlineData(0x0000, 0x0000)]
    [InlineData(0x0001, 0x1021)]
    [InlineData(0x3132, 0x20B5)]
    public void The_checksum_of_Checkout_Dialog_06_is_a_remainder(int number, int sum) =>
        Assert.Equal((ushort)sum, Dialog06Key.Checksum(0x11021, (ushort)number));

    [Fact]
    public void The_proof_is_rotated_as_the_scale_asks()
    {
        Assert.Equal("00011021", Dialog06Key.Answer(0x11021, 0x0001, 0x00));
        Assert.Equal("00024408", Dialog06Key.Answer(0x11021, 0x0001, 0x12)); // one to the left; two to the right
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_that_a_scale_can_send_upsets_a_parser_or_becomes_a_weight_that_is_not_there(string protocol)
    {
        var parse = Parsers[protocol];
        Gen.Byte.Array[0, 40].Sample(bytes => Check(parse(bytes)), iter: Fuzz.Inputs);
        // And what looks like an answer: the letters that answers are made of.
        Gen.OneOfConst(Bytes("\x01\x02\x03\x04\r\n\x1B SUTDGNOL,.?-+0123456789kgNlb")).Array[0, 24].Sample(
            bytes => Check(parse(bytes)), iter: Fuzz.Inputs);

        static void Check(ScaleReading reading) => Assert.True(reading.Hindrance is not null ? reading.Grams == 0 : reading.Grams >= 0);
    }

    private static byte[] Bytes(string text) => System.Text.Encoding.Latin1.GetBytes(text);
}
