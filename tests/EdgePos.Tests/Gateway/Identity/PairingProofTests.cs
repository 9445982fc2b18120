using EdgePos.V1;
using Google.Protobuf;
using Xunit;

namespace EdgePos.Tests.Gateway.Identity;

/// <summary>Both ends get the same keys where both know the code and have heard the same; else they do not.</summary>
public sealed class PairingProofTests
{
    private static readonly byte[] Served = [1, 2, 3];

    [Theory]
    [InlineData("123456", "123456", true)]
    [InlineData("123456", "123457", false)]
    [InlineData("000000", "000000", true)]
    [InlineData("000000", "000001", false)]
    public void The_keys_are_the_same_where_the_code_is(string atBox, string atRegister, bool same) =>
        Assert.Equal(same, Run(atBox, atRegister, _ => { }, Served));

    public static TheoryData<string, Action<Heard>> Changes() => new()
    {
        { "another root", heard => heard.Answer.Root = ByteString.CopyFromUtf8("mine") },
        { "another request", heard => heard.Proof.Csr = ByteString.CopyFromUtf8("mine") },
        { "another number", heard => heard.Opening.Register++ },
    };

    [Theory, MemberData(nameof(Changes))]
    public void Whatever_is_changed_on_the_way_makes_them_differ(string what, Action<Heard> change) =>
        Assert.False(Run("123456", "123456", change, Served), what);

    [Fact]
    public void Another_certificate_in_TLS_makes_them_differ() => Assert.False(Run("123456", "123456", _ => { }, [9]));

    [Fact]
    public void A_register_that_hears_its_own_words_again_believes_nothing()
    {
        var own = PairingProof.OfRegister("123456");
        Assert.Throws<PairingFault>(() => own.Round2To(own.Round1()));
    }

    [Fact]
    public void The_box_proves_the_certificate_that_it_gives()
    {
        var keys = new PairingKeys(new byte[32], new byte[32]);
        var given = new RegisterCertificate { Register = 7 };
        byte[] mac = keys.BoxMac(given);
        given.Register = 8;
        Assert.NotEqual(mac, keys.BoxMac(given));
        Assert.NotEqual(keys.RegisterMac(), keys.BoxMac(new RegisterCertificate()));
        Assert.False(PairingKeys.Fits(ByteString.Empty, mac));
    }

    // True where both ends come to the same keys.
    private static bool Run(string atBox, string atRegister, Action<Heard> change, byte[] seen)
    {
        var (box, register) = (PairingProof.OfBox(atBox), PairingProof.OfRegister(atRegister));
        var opening = new PairOpening { Register = 7, Round1 = register.Round1() };
        var answer = new PairAnswerOpening
        {
            Round1 = box.Round1(),
            Round2 = box.Round2To(opening.Round1),
            Root = ByteString.CopyFromUtf8("root"),
        };
        var proof = new PairProof { Round2 = register.Round2To(answer.Round1), Csr = ByteString.CopyFromUtf8("csr") };
        var heard = new Heard(opening.Clone(), answer.Clone(), proof.Clone());
        change(heard);
        var atTheBox = box.KeysOf(proof.Round2, new PairingSaid(opening, answer, proof, Served));
        var atTheRegister = register.KeysOf(answer.Round2, new PairingSaid(heard.Opening, heard.Answer, heard.Proof, seen));
        return atTheBox.RegisterMac().AsSpan().SequenceEqual(atTheRegister.RegisterMac())
            && atTheBox.BoxMac(new()).AsSpan().SequenceEqual(atTheRegister.BoxMac(new()));
    }

    /// <summary>What one end has heard.</summary>
    public sealed record Heard(PairOpening Opening, PairAnswerOpening Answer, PairProof Proof);
}
