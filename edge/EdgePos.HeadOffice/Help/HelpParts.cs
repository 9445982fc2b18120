using EdgePos.HeadOffice.V1;
using Google.Protobuf;

namespace EdgePos.HeadOffice;

/// <summary>The parts of an answer, as they come: twice, in any order, or not at all.</summary>
internal sealed class HelpParts
{
    // The smallest that a box makes.
    private const int SmallestPartBytes = 1024;
    private const int PartsMax = (HelpSignature.MaxResultBytes / SmallestPartBytes) + 1;

    private byte[]?[] _parts = [];

    /// <summary>How many have come, of how many.</summary>
    public (int There, int Of) Progress => (_parts.Count(part => part is not null), _parts.Length);

    /// <summary>Takes a part. Gives the result where it was the last one that was missing.</summary>
    /// <exception cref="InvalidDataException">It is no answer that a box gives.</exception>
    public HelpResult? Take(HelpAnswer answer)
    {
        if (_parts.Length == 0 && answer.Parts is > 0 and <= PartsMax)
            _parts = new byte[]?[answer.Parts];
        if (answer.Parts != _parts.Length || answer.Part < 0 || answer.Part >= _parts.Length)
            throw new InvalidDataException($"part {answer.Part} of {answer.Parts}");
        _parts[answer.Part] = answer.Content.ToByteArray();
        if (_parts.Any(part => part is null))
            return null;
        try
        {
            return HelpResult.Parser.ParseFrom(_parts.SelectMany(part => part!).ToArray());
        }
        catch (InvalidProtocolBufferException fault)
        {
            throw new InvalidDataException(fault.Message, fault);
        }
    }
}
