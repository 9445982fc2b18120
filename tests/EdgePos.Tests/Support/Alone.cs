using Xunit;

namespace EdgePos.Tests;

/// <summary>For suites that take all cores for a minute: nothing else runs beside them.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
