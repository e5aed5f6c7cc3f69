package dev.penstock.analytics.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShardDealTest {

    @Test
    void fiftyShardsAreTwentyFiveEach() {
        ShardDeal deal = deal(2, 50);

        List<List<String>> shards = deal.shards();

        assertThat(shards).extracting(List::size).containsExactly(25, 25);
        assertThat(deal.streamOf("0")).isZero();
        assertThat(deal.streamOf("49")).isEqualTo(1);
    }

    @Test
    void streamsBeyondTheShardsHaveNone() {
        assertThat(deal(3, 2).shards()).containsExactly(List.of("0"), List.of("1"), List.of());
    }

    @Test
    void oneMoreThanAMultipleGoesToTheFirst() {
        assertThat(deal(3, 7).shards()).extracting(List::size).containsExactly(3, 2, 2);
    }

    @Test
    void childrenStayWithTheirParentWhenThatIsAsEven() {
        ShardDeal deal = deal(2, 2);

        deal.close("1");
        deal.open("2", List.of("1"));
        deal.open("3", List.of("1"));

        assertThat(deal.shards()).containsExactly(List.of("0"), List.of("2", "3"));
    }

    @Test
    void childLeavesItsParentWhereThatIsFuller() {
        ShardDeal deal = deal(2, 2);

        deal.close("0");
        deal.open("2", List.of("0"));
        deal.open("3", List.of("0"));
        deal.close("2");
        deal.open("4", List.of("2"));
        deal.open("5", List.of("2"));

        assertThat(deal.shards()).containsExactly(List.of("3", "4"), List.of("1", "5"));
    }

    @Test
    void scalingUpAndDownKeepsItEven() {
        ShardDeal deal = deal(4, 8);

        for (int i = 0; i < 8; i++) {
            deal.close("" + i);
            deal.open("a" + i, List.of("" + i));
            deal.open("b" + i, List.of("" + i));
        }
        List<List<String>> doubled = deal.shards();
        for (int i = 0; i < 8; i++) {
            deal.close("a" + i);
            deal.close("b" + i);
            deal.open("c" + i, List.of("a" + i, "b" + i));
        }

        assertThat(doubled).extracting(List::size).containsOnly(4);
        assertThat(deal.shards()).extracting(List::size).containsOnly(2);
    }

    @Test
    void shardThatAnotherProcessHadComesBackWhereItWas() {
        ShardDeal deal = deal(3, 3);

        deal.close("1");
        deal.close("0");
        deal.open("1", List.of());

        assertThat(deal.streamOf("1")).isEqualTo(1);
    }

    private static ShardDeal deal(int streams, int shards) {
        ShardDeal deal = new ShardDeal(streams);
        IntStream.range(0, shards).forEach(shard -> deal.open("" + shard, List.of()));
        return deal;
    }
}
