using EdgePos.Devices;
using EdgePos.Store;
using Xunit;

namespace EdgePos.Tests.Devices.Terminals;

/// <summary>
/// The bytes of the protocol: ECR-Interface ZVT-Protocol (PA00P015), and messages that terminals of hobex and others sent, as
/// Portalum.Zvt (MIT) has them in its tests.
/// </summary>
public sealed class ZvtTranscriptTests
{
    private const string PaidByDebitCard =
        "040F77270004000000002040" + "0B000470" + "0C223953" + "0D1006" + "0E2512" + "170001" + "1970" + "22F0F8EEEEEEEEEEEE4771"
        + "2928004869" + "2A313030343631373633202020202020" + "3B3631313830340000" + "3CF0F1F447454E2E4E522E3A363131383034" + "490978"
        + "870470" + "88000470" + "8A2E" + "8BF1F74465626974204D61737465726361726400";

    private const string PaidWithoutContact =
        "040F6527000C2313550D10290E999922F0F8EEEEEEEEEEEE4771A001290000000687000" + "80B0000008A068BF1F14D41535445524341524400"
        + "062E2F081F1201021F100100601B4307A0000000041010441044656269" + "74204D6173746572636172641F2B0410015008";

    [Fact]
    public void A_payment_that_was_approved_is_read()
    {
        var status = Status(PaidByDebitCard);
        Assert.True(status.IsWhole);
        Assert.Equal((byte)0, status.ResultCode);
        Assert.Equal((2040L, 978), (status.AmountMinor, status.CurrencyNumber));
        Assert.Equal(("000470", "0470"), (status.Mark.Trace, status.Mark.Receipt));
        Assert.Equal(("************4771", "Debit Mastercard"), (status.CardNumber, status.CardName));
        Assert.Equal(("611804", "28004869", "000470"), (status.AuthCode, status.TerminalId, status.Turnover));
        Assert.Equal(("GEN.NR.:611804", "1006223953"), (status.Text, status.At));
    }

    [Fact]
    public void A_long_trace_number_is_read_from_the_container()
    {
        var status = Status(PaidWithoutContact);
        Assert.True(status.IsWhole);
        Assert.Equal(("10015008", "0008"), (status.Mark.Trace, status.Mark.Receipt));
        Assert.Null(status.AmountMinor);
        Assert.Equal("MASTERCARD", status.CardName);
    }

    [Theory]
    [InlineData("040F1E276C29280048693CF0F1F94162627275636820647572636820" + "4B756E6465", 0x6C, "Abbruch durch Kunde")]
    [InlineData("040F1827FF29280048693CF0F1F34265747261672066616C736368", 0xFF, "Betrag falsch")]
    public void A_payment_that_failed_is_read(string bytes, byte code, string text)
    {
        var status = Status(bytes);
        Assert.Equal((code, text, "28004869"), (status.ResultCode, status.Text, status.TerminalId));
    }

    [Theory]
    [InlineData("040F016C", 1)]
    [InlineData("040FFF01006C", 1)]
    [InlineData("800000", 0)]
    [InlineData("849C00", 0)]
    public void A_length_has_one_byte_or_three(string bytes, int length)
    {
        var message = Apdu.Take(Convert.FromHexString(bytes), out int used, out int garbage);
        Assert.Equal((length, bytes.Length / 2, 0), (message!.Data.Length, used, garbage));
    }

    [Fact]
    public void A_length_of_three_bytes_has_the_low_one_first()
    {
        byte[] whole = [0x06, 0xD3, 0xFF, 0x00, 0x01, .. new byte[256]];
        Assert.Equal(256, Apdu.Take(whole, out _, out _)!.Data.Length);
        Assert.Null(Apdu.Take(whole.AsSpan(..^1), out int used, out _));
        Assert.Equal(0, used);
        Assert.Equal(whole, new Apdu(0x06D3, new byte[256]).ToBytes());
    }

    [Fact]
    public void A_banner_before_a_message_is_passed_over()
    {
        byte[] received = [.. "PAX S80 ready\r\n"u8, 0x80, 0x00, 0x00];
        Assert.Equal(ZvtCommands.Acknowledged, Apdu.Take(received, out int used, out int garbage)!.Control);
        Assert.Equal((received.Length, received.Length - 3), (used, garbage));
    }

    [Fact]
    public void Commands_are_the_bytes_of_the_protocol()
    {
        Assert.Equal("06010A04000000002040490978", Hex(ZvtCommands.Authorisation(2040, 978)));
        Assert.Equal("06000E000000BE0978060626040A0206D3", Hex(ZvtCommands.Registration("000000", 978)));
        Assert.Equal("063006123456870470", Hex(ZvtCommands.Reversal("123456", "0470")));
        Assert.Equal("06310D12345604000000002040490978", Hex(ZvtCommands.Refund("123456", 2040, 978)));
        Assert.Equal("065003000000", Hex(ZvtCommands.EndOfDay("000000")));
        Assert.Equal("062003000000", Hex(ZvtCommands.RepeatReceipt("000000")));
        Assert.Equal("050103000000", Hex(ZvtCommands.StatusEnquiry("000000")));
        Assert.Equal("06B000", Hex(ZvtCommands.BreakOff()));
        Assert.Equal("067000", Hex(ZvtCommands.Diagnosis()));
    }

    [Fact]
    public void A_slip_in_a_block_is_read_with_whose_it_is()
    {
        // Two lines of a cardholder's slip, and what ends it.
        byte[] texts = Convert.FromHexString("0716202020202066817220504F5254414C554D20476D6248" + "070B4B554E44454E42454C4547" + "090181");
        byte[] container = [0x1F, 0x07, 0x01, 0x02, 0x25, (byte)texts.Length, .. texts];
        var slips = new ZvtSlips();
        slips.TakeBlock([0x06, (byte)container.Length, .. container]);
        Assert.Equal(["     für PORTALUM GmbH", "KUNDENBELEG"], slips.Cardholder);
        Assert.Empty(slips.Merchant);
    }

    [Fact]
    public void A_slip_in_lines_is_read_with_whose_it_is()
    {
        var slips = new ZvtSlips();
        foreach (string text in new[] { "  * * H\u008endlerbeleg * *", "Betrag 20,40" })
            slips.TakeLine([0x80, .. text.Select(letter => (byte)letter)]);
        slips.TakeLine([0x81, .. "Danke"u8]);
        slips.TakeLine([0x80, .. "  K-U-N-D-E-N-B-E-L-E-G, Kundenbeleg"u8]);
        slips.End();
        Assert.Equal(3, slips.Merchant.Count);
        Assert.Equal("  * * HÄndlerbeleg * *", slips.Merchant[0]);
        Assert.Single(slips.Cardholder);
    }

    [Theory]
    [InlineData("Karte 4761739001010010 ok", "Karte 476173******0010 ok")]
    [InlineData("4761 7390 0101 0010", "4761 73** **** 0010")]
    [InlineData("PAN:4761-7390-0101-0010.", "PAN:4761-73**-****-0010.")]
    [InlineData("Trace 123456 Beleg 0470", "Trace 123456 Beleg 0470")]
    [InlineData("Referenz 4761739001010011", "Referenz 4761739001010011")]
    public void A_card_number_in_a_text_is_masked(string text, string masked) => Assert.Equal(masked, CardNumbers.MaskIn(text));

    [Fact]
    public void A_card_number_that_comes_whole_is_masked_and_tracks_are_not_read()
    {
        var status = StatusInformation.Read(Convert.FromHexString(
            "270022F0F84761739001010010" + "23F1F94761739001010010D29122010000000000000F" + "3CF0F1F634373631373339303031303130303130"));
        Assert.True(status.IsWhole);
        Assert.Equal("476173******0010", status.CardNumber);
        Assert.DoesNotContain("4761739001010010", status.ToString(), StringComparison.Ordinal);
    }

    private static StatusInformation Status(string bytes) =>
        StatusInformation.Read(Apdu.Take(Convert.FromHexString(bytes), out _, out _)!.Data);

    private static string Hex(Apdu message) => Convert.ToHexString(message.ToBytes());
}
