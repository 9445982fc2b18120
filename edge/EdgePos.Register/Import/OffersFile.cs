using EdgePos.Files;
using EdgePos.V1;
using Google.Protobuf;

namespace EdgePos.Register;

/// <summary>
/// Promotions, tax table and items as the JSON of an ImportPriceBookRequest (proto3 JSON mapping): for what does not fit
/// into columns. It is always laid over what is there.
/// </summary>
internal static class OffersFile
{
    /// <summary>True where the name says so.</summary>
    public static bool IsOne(string path) =>
        path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".json.gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the request.</summary>
    /// <exception cref="RegisterFault">It is no such JSON.</exception>
    public static ImportPriceBookRequest Read(string path, IReadOnlyList<FileLine> lines)
    {
        if (lines.FirstOrDefault(line => line.Text is null) is { Number: > 0 } broken)
            throw new RegisterFault(ExitCodes.BadData, $"{path}:{broken.Number}: it is not UTF-8; nothing was imported");
        try
        {
            var request = JsonParser.Default.Parse<ImportPriceBookRequest>(string.Join('\n', lines.Select(line => line.Text)));
            request.Merge = true;
            return request;
        }
        catch (Exception fault) when (fault is InvalidProtocolBufferException or InvalidJsonException)
        {
            throw new RegisterFault(
                ExitCodes.BadData, $"{path} is no JSON of an ImportPriceBookRequest: {fault.Message} Nothing was imported");
        }
    }
}
