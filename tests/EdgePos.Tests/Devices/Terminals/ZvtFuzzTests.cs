using CsCheck;
using EdgePos.Devices;
using Xunit;

namespace EdgePos.Tests.Devices.Terminals;

/// <summary>Whatever a terminal sends is a value, or an IOException; never a crash, and never a full card number.</summary>
public sealed class ZvtFuzzTests
{
    private const string Card = "4761739001010010";

    private static readonly byte[] Paid = ZvtMessages.Status(new ChargeEntry("payment", 2040, 470, 470, 0, default), Card);

    // Bytes of every kind, with those that mean something more often than others.
    private static readonly Gen<byte[]> Bytes = Gen.OneOf(
        Gen.Byte,
        Gen.OneOfConst<byte>(0x04, 0x06, 0x0F, 0x1E, 0x22, 0x27, 0x3C, 0x80, 0x81, 0x82, 0x84, 0xD3, 0xF0, 0xFF, 0x1F, 0x25, 0x00))
        .Array[0, 60];

    [Fact]
    public void No_bytes_upset_the_framing() => Bytes.Sample(bytes =>
    {
        int used = 0;
        for (int i = 0; i < bytes.Length + 1; i++)
        {
            var message = Apdu.Take(bytes.AsSpan(used), out int some, out int garbage);
            Assert.InRange(garbage, 0, some);
            used += some;
            if (message is null)
                return;
            Assert.True(some > 0);
        }
    }, iter: Fuzz.Inputs);

    [Fact]
    public void No_bytes_upset_the_reading_of_messages() => Bytes.Sample(bytes =>
    {
        var slips = new ZvtSlips();
        slips.TakeBlock(bytes);
        slips.TakeLine(bytes);
        slips.End();
        Assert.NotNull(StatusInformation.Read(bytes).ToString());
        _ = ZvtResults.StatusByteOf(bytes);
    }, iter: Fuzz.Inputs);

    [Fact]
    public void A_message_that_was_damaged_is_read_as_far_as_it_goes_and_shows_no_card_number() =>
        Gen.Select(Gen.Int[3, Paid.Length - 1], Gen.Byte, Gen.Int[3, Paid.Length]).Sample((at, value, length) =>
        {
            byte[] damaged = (byte[])Paid.Clone();
            damaged[at] = value;
            string read = StatusInformation.Read(damaged.AsSpan(3, length - 3)).ToString();
            Assert.DoesNotContain(Card, read, StringComparison.Ordinal);
        }, iter: Fuzz.Inputs);

    [Fact]
    public void What_is_masked_is_never_a_card_number() =>
        Gen.Select(Gen.String[Gen.OneOfConst('0', '1', '4', '7', ' ', '-', 'x'), 0, 40], Gen.Int[0, 40]).Sample((noise, at) =>
        {
            string text = noise.Insert(Math.Min(at, noise.Length), $"x{Card}x");
            Assert.DoesNotContain(Card, CardNumbers.MaskIn(text), StringComparison.Ordinal);
        }, iter: Fuzz.Inputs);
}
